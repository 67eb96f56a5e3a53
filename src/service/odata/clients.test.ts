/** Somebody else's software reads our feed: the parser of OASIS, which wrote the standard, and a client library. */
import { createRequire } from 'node:module';

import { EdmV4, OData } from '@odata/client';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { answers, ROOT_KEY, submission, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';

let test: TestService;
const ROOT = 'http://service.test/odata/srv_a/';

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a');
  for (let person = 0; person < 5; person += 1) {
    const session = await test.session({ respondent: `person ${person}` });
    const given = answers({ score: person * 2, why: 'Да & "нет"', liked: ['speed'] });
    await test.submit(submission(session, { answers: given }));
  }
});
afterAll(() => test.service.close());

async function ask(url: string): Promise<Response> {
  const headers = { authorization: `Bearer ${ROOT_KEY}` };
  return await test.service.fetch(new Request(url, { headers }));
}

describe('the metadata', () => {
  it('are what the standard says, by its own strict parser and schema', async () => {
    const require = createRequire(import.meta.url);
    const { xml2json } = require('odata-csdl') as {
      xml2json: (xml: string, options: { strict: boolean }) => object;
    };
    const xml = await (await ask(`${ROOT}$metadata`)).text();
    const csdl = xml2json(xml, { strict: true });
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    const isValid = ajv.validate(require('odata-csdl/schemas/csdl.schema.json') as object, csdl);
    expect(ajv.errors).toBeNull();
    expect(isValid).toBe(true);
    expect(() => xml2json(xml.replace('Name="id"', ''), { strict: true })).toThrow();
  });
});

describe('a client library', () => {
  interface Row {
    readonly id: string;
    readonly respondent: string;
    readonly answer_score: number;
    readonly answer_why: string;
  }

  const client = () =>
    OData.New4({
      serviceEndpoint: ROOT,
      fetchProxy: async (url) => {
        const response = await ask(url);
        const text = await response.clone().text();
        const isJson = response.headers.get('content-type')?.includes('json') ?? false;
        return { content: isJson ? (JSON.parse(text) as unknown) : text, response };
      },
    });

  it('finds, filters, orders, counts, and fetches one by its key', async () => {
    const responses = client().getEntitySet<Row>('Responses');
    expect(await responses.query()).toHaveLength(5);
    const filter = client().newFilter<Row>().property('answer_score').ge(4);
    const options = client().newOptions().filter(filter).orderby('answer_score', 'desc').top(2);
    const found = await responses.query(options);
    expect(found.map(({ answer_score: score }) => score)).toEqual([8, 6]);
    expect(await responses.count(filter)).toBe(3);
    const named = client()
      .newFilter<Row>()
      .property('respondent')
      .eq(EdmV4.String.from('person 1'));
    const [one] = await responses.query(named);
    expect(one).toMatchObject({ answer_why: 'Да & "нет"', answer_score: 2 });
    expect(await responses.retrieve(one!.id)).toMatchObject({ respondent: 'person 1' });
    await expect(responses.retrieve('nothing')).rejects.toThrow('There is nothing under this key.');
  });
});
