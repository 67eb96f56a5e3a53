/** From what was seen first to a response that takes answers. */
import { Answering } from './answering.ts';
import type { AnsweringHost } from './answering.ts';
import { Conduct } from './conduct.ts';
import type { Stage } from './conduct.ts';
import { recordOf } from './new-record.ts';
import type { Asking } from './opening.ts';
import { translated } from './translation.ts';
import type { Translation } from './translation.ts';

export interface Host extends Omit<Stage, 'translate'>, Pick<AnsweringHost, 'isPreview' | 'tell'> {}

export function conductOf(opened: Asking, host: Host): Conduct {
  const { tell } = host;
  const isPreview = host.isPreview || opened.translate !== undefined;
  const changed = (): void => conduct.changed();
  const record = recordOf(opened);
  const answering = new Answering(record, { project: opened.project, isPreview, tell, changed });
  const translate = async (chosen: string | undefined): Promise<Translation | undefined> =>
    opened.translate?.(chosen) ??
    (opened.ticket && translated(opened.ticket, answering.record, chosen));
  const conduct = new Conduct(answering, { ...host, translate });
  return conduct;
}
