/** From what was seen first to a response that takes answers. */
import { Answering } from './answering.ts';
import type { AnsweringHost } from './answering.ts';
import { Conduct } from './conduct.ts';
import type { Stage } from './conduct.ts';
import { recordOf } from './new-record.ts';
import type { Asking } from './opening.ts';

export interface Host extends Stage, Pick<AnsweringHost, 'isPreview' | 'tell'> {}

export function conductOf(opened: Asking, host: Host): Conduct {
  const { isPreview, tell, redraw } = host;
  const changed = (): void => void redraw();
  const record = recordOf(opened);
  const answering = new Answering(record, { project: opened.project, isPreview, tell, changed });
  return new Conduct(answering, host);
}
