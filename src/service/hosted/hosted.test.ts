import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Preface } from '../../protocol/index.ts';
import type { SurveyContent } from '../../protocol/index.ts';
import { SURVEY, testService } from '../testing/service.ts';
import type { TestService } from '../testing/service.ts';
import { codeOf, invitation, invite } from '../testing/invitations.ts';
import { Visitor } from '../testing/visitor.ts';
import { hashSource } from './style-sheets.ts';

let test: TestService;

beforeAll(async () => {
  test = await testService();
  await test.publish('srv_a', PERSONAL);
});
afterAll(() => test.service.close());

const PERSONAL: SurveyContent = {
  ...SURVEY,
  title: { en: 'Delivery of {{variable.order|your order}}', ru: 'Доставка', ar: 'التوصيل' },
  notification: { title: { en: 'A question for you' }, body: { en: 'It takes a minute.' } },
  screens: [
    {
      id: 'first',
      questions: [
        {
          id: 'score',
          type: 'nps',
          required: true,
          title: {
            en: 'How likely, {{variable.order|dear friend}}?',
            ru: 'Насколько вероятно?',
            ar: 'ما مدى احتمال ذلك؟',
          },
        },
      ],
    },
    ...SURVEY.screens.slice(1),
  ],
};

const BOTS = [
  'TelegramBot (like TwitterBot)',
  'WhatsApp/2.24',
  'facebookexternalhit/1.1',
  'Slackbot-LinkExpanding 1.0',
  'Mozilla/5.0 (compatible; Googlebot/2.1)',
];

async function visitor(wish: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
  const { id, link } = await invite(test, wish);
  return { id, link, visitor: await new Visitor(test, link, headers).open() };
}

async function responses(respondent: string) {
  const { json } = await test.api('GET', `/v1/responses?respondent=${respondent}`);
  return json.items as unknown as {
    id: string;
    status: string;
    revision: number;
    lang: string;
    answers: Record<string, { value: unknown }>;
  }[];
}

describe('the page behind a link', () => {
  it('has the first question in it, with fields that a form sends', async () => {
    const { visitor: page } = await visitor();
    expect(page.status).toBe(200);
    expect(page.text).toContain('How likely, dear friend?');
    expect(page.html.match(/<input type="radio" name="score" value="\d+"/g)).toHaveLength(11);
    expect(page.html).toContain('<form class="card" method="post"');
  });

  it('names nobody: not the person, the order, or anything else that was given with the invitation', async () => {
    const { visitor: page, link } = await visitor({
      respondent: 'ann.smith@example.com',
      variables: { order: 'Order 4711 of Ann Smith', spent: 12_345 },
    });
    expect(page.html).not.toMatch(/ann\.smith|4711|Ann Smith|12345/);
    expect(new URL(link).pathname).toMatch(/^\/s\/[\w-]+$/);
  });

  it('gives a preview neutral words, and asks to stay out of indexes', async () => {
    const { visitor: page } = await visitor();
    expect(page.html).toContain('<title>A question for you</title>');
    expect(page.html).toContain('<meta property="og:title" content="A question for you">');
    expect(page.html).toContain('<meta property="og:description" content="It takes a minute.">');
    expect(page.html).toContain('<meta name="robots" content="noindex">');
  });

  it.each(BOTS)(
    'is shown to %s as to a person, and the invitation stays as it was',
    async (agent) => {
      const { id, link } = await invite(test, { respondent: agent, strict: true });
      const before = await invitation(test, id);
      for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
        const { status } = await new Visitor(test, link, { 'user-agent': agent }).open(method);
        expect(status).toBe(200);
      }
      expect(await invitation(test, id)).toEqual(before);
      expect(await responses(encodeURIComponent(agent))).toEqual([]);
    },
  );

  it('of a strict link tells nobody by which response its one device is known', async () => {
    const { visitor: page } = await visitor({ respondent: 'only one', strict: true });
    const code = page.field('otklik-response');
    await page.press({ score: '9' });
    expect(page.text).toContain('Why?');
    const onlooker = await page.twin().open();
    expect(onlooker.field('otklik-response')).not.toBe(code);
    expect(onlooker.html).not.toContain(code);
    await onlooker.press({ score: '1' });
    expect(onlooker.status).toBe(410);
    expect(onlooker.text).toContain('used before');
    await page.press({ why: 'Because' });
    expect(page.text).toContain('Thank you');
  });

  it('speaks the language of the invitation, else of the browser, else of the survey', async () => {
    const title = async (wish: Record<string, unknown>, accept: string) => {
      const { visitor: page } = await visitor(wish, { 'accept-language': accept });
      return [/<html lang="(\w+)" dir="(\w+)"/.exec(page.html)?.slice(1).join(' '), page.text];
    };
    expect(await title({ lang: 'ru' }, 'ar')).toEqual([
      'ru ltr',
      expect.stringContaining('Насколько'),
    ]);
    expect((await title({}, 'fi, ar-EG;q=0.8, ru;q=0.2'))[0]).toBe('ar rtl');
    expect((await title({}, 'fi'))[0]).toBe('en ltr');
  });

  it('brings the widget all it needs to begin without a request, and nothing that could end its own element', async () => {
    await test.publish('srv_sharp', {
      ...SURVEY,
      title: { en: '</script><script>alert(1)</script>', ru: 'Доставка' },
    });
    const { visitor: page } = await visitor({ survey: 'srv_sharp' });
    const [, json = ''] =
      /<script type="application\/json" id="otklik-preface">(.*?)<\/script>/s.exec(page.html) ?? [];
    const preface = Preface.parse(JSON.parse(json));
    expect(preface.first.questions).toEqual(['score']);
    expect(preface.survey.content.title).toEqual({ en: '</script><script>alert(1)</script>' });
    expect(preface.responseId).toBe(page.field('otklik-response'));
    expect(page.html).not.toContain('<script>alert');
  });

  it('lets nobody keep it, frame it, or run anything else in it', async () => {
    const { visitor: page } = await visitor();
    const policy = page.headers.get('content-security-policy') ?? '';
    for (const rule of [
      "default-src 'none'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "connect-src 'self'",
      "require-trusted-types-for 'script'",
      'trusted-types otklik',
    ]) {
      expect(policy.split('; ')).toContain(rule);
    }
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(page.headers.get('set-cookie')).toBeNull();
  });

  it('asks for nothing before its question is painted', async () => {
    const { visitor: page } = await visitor({ respondent: 'first-paint' });
    const head = page.html.slice(0, page.html.indexOf('<body'));
    expect(head).not.toMatch(/<script|rel="(?:stylesheet|(?:module)?preload|preconnect)"/);
    expect(page.html).toMatch(/<body data-scripts="\.\.\/otklik\.js[^"]*">/);
  });

  it('has beside it what an app puts it aside by: the same for every code, and nothing in it can be framed or run', async () => {
    const { link } = await visitor({ respondent: 'keeper' });
    const reply = await test.service.fetch(new Request(`${link}/keep`));
    expect(reply.status).toBe(200);
    const html = await reply.text();
    expect(html).not.toContain(codeOf({ link }));
    const [, script = ''] = /<script type="module">(.*?)<\/script>/s.exec(html) ?? [];
    const policy = reply.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(hashSource(script));
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(reply.headers.get('cache-control')).toBe('private, no-store');
    const other = await test.service.fetch(new Request(new URL('/s/no-such-code/keep', link)));
    expect(await other.text()).toBe(html);
  });

  it('stands in no log line with its code', async () => {
    const { link, visitor: page } = await visitor({ respondent: 'log' });
    const code = codeOf({ link });
    await page.press({ score: '9' });
    await page.press({ why: 'Because' });
    await new Visitor(test, `${link}x`).open();
    await test.service.fetch(new Request(`${link}/keep`));
    const lines = test.logLines.filter((line) => line.includes('/s/'));
    expect(lines.length).toBeGreaterThan(3);
    expect(test.logLines.join('\n')).not.toContain(code.slice(0, 22));
    expect(test.logLines.join('\n')).not.toContain('otg_');
  });
});

describe('a link that leads nowhere', () => {
  it.each([
    ['is half', (link: string) => link.slice(0, -12), 404],
    ['is guessed', (link: string) => link.replace(/\/s\/.{22}/, `/s/${'A'.repeat(22)}`), 404],
    ['is none', (link: string) => link.replace(/\/s\/.*/, '/s/..%2f..%2fetc'), 404],
    ['is of another project', (link: string) => `${link}2`, 404],
  ])('because it %s is a page that says so', async (_what, change, status) => {
    const { link } = await invite(test, { respondent: 'nowhere' });
    const page = await new Visitor(test, change(link), { 'accept-language': 'ru-RU, en' }).open();
    expect(page.status).toBe(status);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.html).toContain('<html lang="ru" dir="ltr">');
    expect(page.html).not.toContain('<form');
  });

  it('because it was cancelled', async () => {
    const { id, link } = await invite(test, { respondent: 'cancelled' });
    await test.api('DELETE', `/v1/invitations/${id}`);
    expect((await new Visitor(test, link).open()).status).toBe(410);
  });

  it('because its time is over', async () => {
    const expiresAt = new Date(test.clock.now.getTime() + 60_000).toISOString();
    const { link } = await invite(test, { respondent: 'late', expiresAt });
    expect((await new Visitor(test, link).open()).status).toBe(200);
    test.advance(61_000);
    expect((await new Visitor(test, link).open()).status).toBe(410);
  });

  it('because the survey was closed', async () => {
    await test.publish('srv_closing', SURVEY);
    const { link } = await invite(test, { survey: 'srv_closing' });
    await test.api('POST', '/v1/surveys/srv_closing/close');
    expect((await new Visitor(test, link).open()).status).toBe(410);
  });

  it('because everything is answered, is thanked for', async () => {
    const { link, visitor: page } = await visitor({ respondent: 'done' });
    await page.press({ score: '9' });
    await page.press({});
    const again = await new Visitor(test, link).open();
    expect([again.status, again.html.includes('<form')]).toEqual([200, false]);
  });
});

describe('answers without script', () => {
  it('are stored screen by screen under the person who was invited, with the variables of the invitation', async () => {
    const { id, visitor: page } = await visitor({
      respondent: 'form',
      variables: { order: 'A-1' },
    });
    await page.press({ score: '9' });
    expect(page.text).toContain('Why?');
    expect(await responses('form')).toMatchObject([{ status: 'partial', revision: 1 }]);
    await page.press({ why: 'It was fast.\r\nAnd warm.', liked: ['speed', 'taste'] });
    expect(page.text).toContain('Thank you');
    expect(page.text).toContain('Your answers have been received.');
    expect(await responses('form')).toMatchObject([
      {
        status: 'completed',
        revision: 2,
        variables: { order: { value: 'A-1', source: 'token' } },
        answers: {
          score: { value: 9 },
          why: { value: 'It was fast.\nAnd warm.' },
          liked: { value: ['speed', 'taste'] },
        },
      },
    ]);
    expect((await invitation(test, id)).status).toBe('completed');
  });

  it('that do not fit are said to, beside the field, with what was typed', async () => {
    await test.publish('srv_form', {
      ...SURVEY,
      screens: [
        {
          id: 'only',
          questions: [
            { id: 'mail', type: 'email', required: true, title: { en: 'Mail' } },
            { id: 'note', type: 'text', size: 'long', title: { en: 'Note' } },
            { id: 'age', type: 'number', min: 18, title: { en: 'Age' } },
          ],
        },
      ],
    });
    const { visitor: page } = await visitor({ survey: 'srv_form', respondent: 'faulty' });
    await page.press({ mail: 'no mail', note: '<b>"kept"</b>', age: '7' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('That does not look like an e-mail address.');
    expect(page.text).toContain('Please enter 18 or more.');
    expect(page.html).toContain('value="no mail"');
    expect(page.html).toContain('&lt;b&gt;&quot;kept&quot;&lt;/b&gt;</textarea>');
    expect(page.html).toMatch(/id="mail"[^>]*aria-invalid="true"/);
    expect(await responses('faulty')).toEqual([]);
    await page.press({ mail: 'Ann@Example.com', note: '', age: '٤٢' });
    expect(await responses('faulty')).toMatchObject([
      { status: 'completed', answers: { mail: { value: 'Ann@example.com' }, age: { value: 42 } } },
    ]);
  });

  it('bring the question for "other" before they are sent on', async () => {
    await test.publish('srv_other', {
      ...SURVEY,
      screens: [
        {
          id: 'only',
          questions: [
            {
              id: 'how',
              type: 'single',
              title: { en: 'How?' },
              choices: [
                { id: 'mail', label: { en: 'By mail' } },
                { id: 'else', label: { en: 'In another way' }, other: true },
              ],
            },
          ],
        },
      ],
    });
    const { visitor: page } = await visitor({ survey: 'srv_other', respondent: 'other' });
    await page.press({ how: 'else' });
    expect(page.html).toContain('name="how_other"');
    expect(page.text).not.toContain('Please answer');
    await page.press({ how: 'else' });
    expect(page.text).toContain('Please answer this question.');
    await page.press({ how: 'else', how_other: 'By pigeon' });
    expect(await responses('other')).toMatchObject([
      {
        status: 'completed',
        answers: { how: { value: 'else' }, how_other: { value: 'By pigeon' } },
      },
    ]);
  });

  it('may be gone back to, and are still there', async () => {
    const { visitor: page } = await visitor({ respondent: 'back' });
    await page.press({ score: '3' });
    await page.press({ why: 'Late', 'otklik-back': '1' });
    expect(page.text).toContain('How likely');
    expect(page.html).toMatch(/name="score" value="3" checked/);
    await page.press({ score: '4' });
    expect(page.html).toContain('Late</textarea>');
    await page.press({ why: 'Late' });
    expect(await responses('back')).toMatchObject([
      { status: 'completed', answers: { score: { value: 4 }, why: { value: 'Late' } } },
    ]);
  });

  it('sent twice are one response', async () => {
    const { visitor: page } = await visitor({ respondent: 'twice' });
    const twin = page.twin();
    await Promise.all([page.press({ score: '9' }), twin.press({ score: '9' })]);
    expect([page.text, twin.text]).toEqual([
      expect.stringContaining('Why?'),
      expect.stringContaining('Why?'),
    ]);
    expect(await responses('twice')).toHaveLength(1);
    const again = page.twin();
    await page.press({ why: 'A' });
    await again.press({ why: 'B' });
    expect(again.text).toContain('Thank you');
    expect(await responses('twice')).toMatchObject([
      { status: 'completed', answers: { score: { value: 9 }, why: { value: 'A' } } },
    ]);
  });

  it('of a second device go on in the same response', async () => {
    const { link, visitor: phone } = await visitor({ respondent: 'two' });
    await phone.press({ score: '9' });
    const laptop = await new Visitor(test, link).open();
    expect(laptop.field('otklik-response')).toBe(phone.field('otklik-response'));
    test.advance(1000);
    await laptop.press({ score: '8' });
    test.advance(1000);
    await phone.press({ why: 'From the phone' });
    expect(await responses('two')).toMatchObject([
      { status: 'completed', answers: { score: { value: 8 }, why: { value: 'From the phone' } } },
    ]);
  });

  it('are not taken from a form of another site', async () => {
    const { visitor: page } = await visitor({ respondent: 'foreign' });
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ]) {
      expect(
        (await page.twin().press({ score: '9' }, headers as Record<string, string>)).status,
      ).toBe(403);
    }
    expect(await responses('foreign')).toEqual([]);
  });

  it('of an erased person are refused', async () => {
    const { visitor: page } = await visitor({ respondent: 'erased' });
    await page.press({ score: '9' });
    await test.api('DELETE', '/v1/respondents/erased');
    await page.press({ why: 'Still here' });
    expect(page.status).toBe(410);
    expect(await responses('erased')).toEqual([]);
  });

  it('cannot be sent on by whoever changes the hidden fields', async () => {
    const { visitor: one } = await visitor({ respondent: 'victim' });
    await one.press({ score: '9' });
    const { visitor: thief } = await visitor({ respondent: 'thief' });
    await thief.press({ score: '1', 'otklik-grant': `otg_default_${'x'.repeat(43)}` });
    expect(thief.status).toBe(404);
    const { visitor: other } = await visitor({ respondent: 'other-thief' });
    other.html = other.html.replace(
      other.field('otklik-response') ?? '',
      one.field('otklik-response') ?? '',
    );
    await other.press({ score: '1' });
    expect(await responses('victim')).toMatchObject([{ answers: { score: { value: 9 } } }]);
  });
});
