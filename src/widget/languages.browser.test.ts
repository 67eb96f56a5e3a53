import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import { chooseLanguage, inLanguage, languagesOf } from '../engine/languages.ts';
import type { Localised } from '../protocol/localised.ts';
import type { SessionRequest } from '../protocol/session.ts';
import type { SurveyContent } from '../protocol/survey.ts';
import { wordsFor } from '../protocol/words/index.ts';
import type { OtklikSurvey } from './otklik-survey.ts';
import { openPage } from './testing/page.ts';
import type { Page } from './testing/page.ts';
import { session } from './testing/samples.ts';

const said = (en: string, ru: string, ar: string): Localised => ({ en, ru, ar });

const CONTENT: SurveyContent = {
  title: said('Delivery', 'Доставка', 'التوصيل'),
  defaultLanguage: 'en',
  screens: [
    {
      id: 'first',
      questions: [
        {
          id: 'liked',
          type: 'single',
          required: true,
          title: said('What did you like?', 'Что понравилось?', 'ما الذي أعجبك؟'),
          choices: [
            { id: 'speed', label: said('Speed', 'Скорость', 'السرعة') },
            { id: 'taste', label: said('Taste', 'Вкус', 'الطعم') },
          ],
        },
        {
          id: 'why',
          type: 'text',
          size: 'short',
          maxLength: 20,
          title: said('Why?', 'Почему?', 'لماذا؟'),
        },
      ],
    },
    {
      id: 'second',
      questions: [
        {
          id: 'mail',
          type: 'email',
          required: true,
          title: said('Your e-mail', 'Ваша почта', 'بريدك'),
        },
      ],
    },
  ],
  thanks: { title: said('Thank you', 'Спасибо', 'شكرًا') },
};

let page: Page;
/** What a session waits for before it is answered. */
let gates: Promise<unknown>[];

beforeEach(() => {
  page = openPage();
  gates = [];
  speakAs(CONTENT);
});

afterEach(() => {
  page.leave();
});

/** The service's part: the survey in the language that is wished for, with the words of its first screen. */
function speakAs(content: SurveyContent): void {
  page.refuse = async () => {
    const request = page.sessions.at(-1)!;
    await gates.shift();
    return Response.json(reply(request, content));
  };
}

function reply({ responseId, chosen, lang = [] }: SessionRequest, content: SurveyContent): unknown {
  const spoken = chooseLanguage(content, [...(chosen === undefined ? [] : [chosen]), ...lang]);
  const words = wordsFor(spoken, content.screens[0]?.questions ?? []);
  return session({
    project: page.project,
    responseId,
    survey: { id: 'srv_delivery', version: 1, content: inLanguage(content, spoken) },
    lang: spoken,
    languages: [...languagesOf(content)],
    ...(words && { words }),
    grant: `otg_${responseId}`,
  });
}

const heading = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('heading', { name });
const button = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('button', { name, exact: true });
const radio = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('radio', { name, exact: true });
const field = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('textbox', { name, exact: false });

const box = (element: OtklikSurvey): HTMLElement =>
  element.shadowRoot!.querySelector<HTMLElement>('.shell')!;

async function open(attributes: Readonly<Record<string, string>>): Promise<OtklikSurvey> {
  const element = page.add(attributes);
  expect(await element.ready).toBe('asking');
  return element;
}

describe('the first question', () => {
  it('is in the language of the attribute, with the words that came with it', async () => {
    const element = await open({ lang: 'ru' });
    expect(page.sessions[0]).toMatchObject({ chosen: 'ru' });
    expect(page.sessions[0]?.lang).not.toContain('ru');
    await expect.element(heading('Что понравилось?')).toBeVisible();
    await expect.element(button('Дальше')).toBeVisible();
    expect(box(element).lang).toBe('ru');
  });

  it('leaves it to token, page and browser where the attribute says nothing that is a language', async () => {
    await open({ lang: 'ru_RU' });
    expect(page.sessions[0]).not.toHaveProperty('chosen');
    const { lang } = document.documentElement;
    const known = new Set([lang, ...navigator.languages].filter((tag) => tag !== ''));
    expect(page.sessions[0]?.lang).toEqual([...known]);
  });

  it('tells the service the page’s own language', async () => {
    const { lang } = document.documentElement;
    document.documentElement.lang = 'ar';
    try {
      await open({});
      expect(page.sessions[0]?.lang?.[0]).toBe('ar');
      await expect.element(heading('ما الذي أعجبك؟')).toBeVisible();
    } finally {
      document.documentElement.lang = lang;
    }
  });

  it('runs from the right where the language does', async () => {
    expect(box(await open({ lang: 'ar' })).dir).toBe('rtl');
  });

  it('is followed by words of the same language: faults, thanks, where the answers are', async () => {
    await open({ lang: 'ru' });
    await button('Дальше').click();
    await expect.element(screen.getByText('Пожалуйста, ответьте на этот вопрос.')).toBeVisible();
    await radio('Вкус').click();
    await field('Почему?').fill('Очень длинный ответ, длиннее двадцати');
    await button('Дальше').click();
    await expect.element(screen.getByText('Слишком длинно: не больше 20 знаков.')).toBeVisible();
    await field('Почему?').fill('Сладкий');
    await button('Дальше').click();
    await field('Ваша почта').fill('ann@example.com');
    await button('Отправить').click();
    await expect.element(screen.getByText('Ваши ответы получены.')).toBeVisible();
  });

  it('that cannot be had is regretted in the page’s language', async () => {
    page.refuse = () => Response.json({ code: 'survey_closed' }, { status: 410 });
    const element = page.add({ lang: 'ar' });
    expect(await element.ready).toBe('failed');
    await expect.element(heading('هذا الاستبيان مغلق. شكرًا لاهتمامك.')).toBeVisible();
    expect(box(element)).toMatchObject({ dir: 'rtl', lang: 'ar' });
  });
});

describe('a change of language', () => {
  it('keeps what was chosen and what stands in the fields', async () => {
    const element = await open({ lang: 'en' });
    await radio('Taste').click();
    await field('Why?').fill('Sweet');
    element.lang = 'ru';
    await expect.element(heading('Что понравилось?')).toBeVisible();
    await expect.element(radio('Вкус')).toBeChecked();
    await expect.element(field('Почему?')).toHaveValue('Sweet');
    await expect.element(button('Дальше')).toBeVisible();
    const [first, second] = page.sessions;
    expect(second).toMatchObject({ chosen: 'ru', responseId: first?.responseId });
    expect(second?.token).toBe(first?.token);
  });

  it('stays on the screen, and the answers arrive as those of one response', async () => {
    const element = await open({ lang: 'en' });
    await radio('Speed').click();
    await button('Next').click();
    await field('Your e-mail').fill('ann@example.com');
    element.lang = 'ru';
    await expect.element(heading('Ваша почта')).toBeVisible();
    await expect.element(field('Ваша почта')).toHaveValue('ann@example.com');
    await button('Отправить').click();
    await expect.element(screen.getByText('Ваши ответы получены.')).toBeVisible();
    expect(page.service.rows.size).toBe(1);
    expect(page.service.requests.flat().at(-1)).toMatchObject({
      lang: 'ru',
      status: 'completed',
      answers: { liked: { value: 'speed' }, mail: { value: 'ann@example.com' } },
    });
  });

  it('turns the survey round where the other language runs the other way', async () => {
    const element = await open({ lang: 'ar' });
    expect(box(element).dir).toBe('rtl');
    element.lang = 'ru';
    await expect.poll(() => box(element).dir).toBe('ltr');
    element.lang = 'ar';
    await expect.poll(() => box(element).dir).toBe('rtl');
    await expect.element(button('التالي')).toBeVisible();
  });

  it('says anew what is wrong', async () => {
    const element = await open({ lang: 'en' });
    await button('Next').click();
    await expect.element(screen.getByText('Please answer this question.')).toBeVisible();
    element.lang = 'ru';
    await expect.element(screen.getByText('Пожалуйста, ответьте на этот вопрос.')).toBeVisible();
  });

  it('while the first is loading is not lost', async () => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate.promise);
    const element = page.add({ lang: 'en' });
    await expect.poll(() => page.sessions.length).toBe(1);
    element.lang = 'ru';
    gate.resolve();
    await expect.element(heading('Что понравилось?')).toBeVisible();
  });

  it('twice in a row ends in the last one, whichever comes first', async () => {
    const element = await open({ lang: 'en' });
    await radio('Taste').click();
    const slow = Promise.withResolvers<void>();
    gates.push(slow.promise);
    element.lang = 'ru';
    await expect.poll(() => page.sessions.length).toBe(2);
    element.lang = 'ar';
    await expect.element(heading('ما الذي أعجبك؟')).toBeVisible();
    slow.resolve();
    await element.flush();
    await expect.element(radio('الطعم')).toBeChecked();
    expect(box(element).lang).toBe('ar');
  });

  it('back and forth ends where it began', async () => {
    const element = await open({ lang: 'en' });
    await element.flush();
    const slow = Promise.withResolvers<void>();
    gates.push(slow.promise);
    element.lang = 'ru';
    await expect.poll(() => page.sessions.length).toBe(2);
    element.lang = 'en';
    await element.updateComplete;
    slow.resolve();
    await element.flush();
    await expect.element(heading('What did you like?')).toBeVisible();
    expect(box(element).lang).toBe('en');
  });

  it('leaves all as it is while the service is out of reach, and tells the page', async () => {
    const element = await open({ lang: 'en' });
    await radio('Taste').click();
    page.isDown = true;
    element.lang = 'ru';
    await expect.poll(() => page.told).toContain('error network');
    await expect.element(heading('What did you like?')).toBeVisible();
    await expect.element(radio('Taste')).toBeChecked();
    page.isDown = false;
    element.lang = 'ar';
    await expect.element(heading('ما الذي أعجبك؟')).toBeVisible();
  });

  it('is on the device: offline, a reload goes on in the new language', async () => {
    const element = await open({ lang: 'en' });
    await radio('Taste').click();
    element.lang = 'ru';
    await expect.element(heading('Что понравилось?')).toBeVisible();
    await element.flush();
    page.isDown = true;
    const reloaded = page.reload({ lang: 'ru' });
    expect(await reloaded.ready).toBe('asking');
    await expect.element(heading('Что понравилось?')).toBeVisible();
    await expect.element(radio('Вкус')).toBeChecked();
    await expect.element(button('Дальше')).toBeVisible();
  });

  it('does nothing where nothing is asked yet', async () => {
    const element = page.add({ lang: 'en', hidden: '' });
    element.lang = 'ru';
    await element.updateComplete;
    expect(page.sessions).toEqual([]);
    element.show();
    await expect.element(heading('Что понравилось?')).toBeVisible();
    expect(page.sessions).toHaveLength(1);
  });
});

describe('the menu of languages', () => {
  const menu = (name: string): ReturnType<typeof screen.getByRole> =>
    screen.getByRole('combobox', { name });

  beforeEach(() => speakAs({ ...CONTENT, languageMenu: true }));

  it('names each language in itself, and says which one is spoken', async () => {
    await open({ lang: 'ru' });
    await expect.element(menu('Язык')).toHaveValue('ru');
    const names = [...menu('Язык').element().querySelectorAll('option')].map(
      ({ label, lang }) => `${lang} ${label.trim()}`,
    );
    expect(names).toEqual(['en English', 'ru Русский', 'ar العربية']);
  });

  it('changes the language, and the element knows it', async () => {
    const element = await open({ lang: 'en' });
    await radio('Taste').click();
    await userEvent.selectOptions(menu('Language'), 'ar');
    await expect.element(radio('الطعم')).toBeChecked();
    await expect.element(menu('اللغة')).toHaveValue('ar');
    expect(element.lang).toBe('ar');
    expect(page.sessions).toHaveLength(2);
  });

  it('says what is spoken when the other language cannot be had', async () => {
    const element = await open({ lang: 'en' });
    await expect.element(menu('Language')).toBeVisible();
    page.isDown = true;
    await userEvent.selectOptions(menu('Language'), 'ar');
    await expect.poll(() => page.told).toContain('error network');
    await expect.element(menu('Language')).toHaveValue('en');
    expect(element.lang).toBe('en');
  });

  it('is not there unless the survey wants it, nor for one language', async () => {
    speakAs({ ...CONTENT, languageMenu: false });
    const element = await open({ lang: 'en' });
    await element.flush();
    expect(element.shadowRoot!.querySelector('select')).toBeNull();
  });
});
