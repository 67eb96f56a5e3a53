/** One file on this device, from the moment in which it was chosen until the service has it. */
import type { FileReference } from '../../protocol/response.ts';

export interface FileRecord {
  /** Of this shape. Never raised with a database version: old shapes are read as they are. */
  readonly v: 1;
  readonly reference: FileReference;
  readonly response: string;
  readonly question: string;
  readonly endpoint: string;
  readonly grant: string;
  readonly deadline: string;
  /** When it was chosen, in milliseconds: the first goes first. */
  readonly at: number;
  /** Why the service refused it for good; it holds up no other. */
  readonly refused?: string;
}
