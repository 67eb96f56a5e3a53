/**
 * Files travel beside the answers, in pieces. What is sent of each is here, and which media types make up
 * what a survey calls a picture, a document … (those tables are zod-free in media-types.ts).
 */
import * as z from 'zod/mini';

import { FileId, LocalId, ResponseId, Timestamp } from './identifiers.ts';
import { LIMITS } from './limits.ts';
import { FileReference } from './response.ts';

const Grant = z.string().check(z.minLength(1), z.maxLength(200));

/**
 * The first line of a request. The piece itself follows after one line break, as bytes; without it the
 * request asks how much has arrived. What it says of the file is the same in every piece.
 */
export const FilePiece = z.strictObject({
  grant: Grant,
  response: ResponseId,
  /** The question whose answer names the file. */
  question: LocalId,
  file: FileReference,
  /** Where in the file the piece begins. */
  offset: z.int().check(z.minimum(0), z.maximum(LIMITS.fileBytes)),
});
export type FilePiece = z.infer<typeof FilePiece>;

/** How much of the file is on disk, and so where the next piece begins. */
export const FileReceipt = z.object({
  id: FileId,
  received: z.int(),
  complete: z.boolean(),
});
export type FileReceipt = z.infer<typeof FileReceipt>;

/** A file as the customer reads of it. */
export const StoredFile = z.object({
  id: FileId,
  question: LocalId,
  name: z.string(),
  type: z.string(),
  bytes: z.int(),
  complete: z.boolean(),
  /** Of the whole, in hexadecimal; null until it is complete. */
  sha256: z.nullable(z.string()),
  createdAt: Timestamp,
  completedAt: z.nullable(Timestamp),
});
export type StoredFile = z.infer<typeof StoredFile>;
