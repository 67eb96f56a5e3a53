/**
 * What the widget opens, stores and sends with, as it is built, for processes that stand for many devices at once.
 * The package exports the element only, which needs a document: these are fetched by path, here and nowhere else.
 */
// oxlint-disable typescript/consistent-type-imports -- the types of what is fetched by path
import { join } from 'node:path';

const widget = join(import.meta.dirname, '../../../dist/widget');
const part = (file: string): Promise<unknown> => import(join(widget, file));

export const { openInterview } = (await part(
  'opening.js',
)) as typeof import('../../../dist/widget/opening.js');
export const { recordOf } = (await part(
  'new-record.js',
)) as typeof import('../../../dist/widget/new-record.js');
export const { Interview } = (await part(
  'interview.js',
)) as typeof import('../../../dist/widget/interview.js');
export const { Outbox } = (await part(
  'store/outbox.js',
)) as typeof import('../../../dist/widget/store/outbox.js');
export const { memoryStore } = (await part(
  'store/memory-store.js',
)) as typeof import('../../../dist/widget/store/memory-store.js');
export const { Courier } = (await part(
  'courier.js',
)) as typeof import('../../../dist/widget/courier.js');
