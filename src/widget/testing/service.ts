/** The rules of `POST /v1/responses` in a few lines: what the real service promises, to test the outbox against. */
import type {
  ResponseDocument,
  ResponseReceipt,
  ResponseSubmission,
} from '../../protocol/response.ts';

interface Row extends ResponseDocument {
  readonly grant: string;
  readonly content: string;
}

export class ModelService {
  readonly rows = new Map<string, Row>();
  readonly quarantine: ResponseSubmission[] = [];
  readonly requests: ResponseSubmission[][] = [];

  /** Answers a batch as the service does. */
  receive(body: string): { results: ResponseReceipt[] } {
    const { responses } = JSON.parse(body) as { responses: ResponseSubmission[] };
    this.requests.push(responses);
    return { results: responses.map((item) => this.#store(item)) };
  }

  #store(item: ResponseSubmission): ResponseReceipt {
    const { id, revision, base, status, answers, timings, grant } = item;
    const content = JSON.stringify([status, answers]);
    const row = this.rows.get(id);
    const reply = (result: ResponseReceipt['result']): ResponseReceipt => ({
      id,
      revision,
      result,
    });
    if (row !== undefined) {
      const isSame = row.revision === revision && row.content === content;
      if (isSame || (row.grant === grant && revision < row.revision)) return reply('duplicate');
      const isFromOther = row.grant !== grant && base < row.revision;
      if (row.status === 'completed' || row.revision === revision || isFromOther) {
        if (row.status === 'completed') this.quarantine.push(item);
        return { ...reply('conflict'), stored: row };
      }
      if (revision < row.revision) return { ...reply('conflict'), stored: row };
    }
    this.rows.set(id, { revision, status, answers, timings, grant, content });
    return reply('stored');
  }

  /** As a page calls it. */
  readonly fetch: typeof globalThis.fetch = async (_url, init) =>
    Response.json(this.receive(init?.body as string));
}
