import { afterEach, describe, expect, it } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { Choice, QuestionOf } from '../../../protocol/question.ts';
import { violations } from '../../testing/axe.ts';
import { openStage } from '../../testing/kind-stage.ts';
import type { Stage, StageOptions } from '../../testing/kind-stage.ts';
import { openPage } from '../../testing/page.ts';
import { kinds } from './search.ts';

let stage: Stage;

afterEach(() => stage.leave());

const TOWNS = [
  ['berlin', 'Berlin'],
  ['malaga', 'Málaga'],
  ['rome', 'Rome'],
  ['toronto', 'Toronto'],
  ['tokyo', 'Tokyo'],
  ['lodz', 'Łódź'],
  ['paris', 'Paris'],
  ['prague', 'Prague'],
  ['porto', 'Porto'],
  ['oslo', 'Oslo'],
  ['riga', 'Riga'],
  ['sofia', 'Sofia'],
  ['vienna', 'Vienna'],
] as const;
const OTHER: Choice = { id: 'other', label: { en: 'Another town' }, other: true };
const choices: Choice[] = [
  ...TOWNS.map(([id, label]) => ({ id, label: { en: label, ru: label } })),
  OTHER,
];
const ONE: QuestionOf<'single'> = {
  id: 'town',
  type: 'single',
  display: 'search',
  title: { en: 'Which town?' },
  choices,
};
const SEVERAL = {
  ...ONE,
  type: 'multiple',
  title: { en: 'Which towns?' },
} as QuestionOf<'multiple'>;

const open = (question: typeof ONE | typeof SEVERAL, options: StageOptions = {}): void => {
  stage = openStage(question, { kinds, ...options });
};
const field = (): HTMLInputElement => stage.root.querySelector('input[part=field]')!;
const options = (): HTMLElement[] => [
  ...stage.root.querySelectorAll<HTMLElement>('[role=option], .results label'),
];
const shown = (): string[] => options().map(({ textContent }) => textContent.trim());
const active = (): string | undefined =>
  stage.root
    .getElementById(field().getAttribute('aria-activedescendant') ?? '')
    ?.textContent.trim();
const said = (): string => stage.root.querySelector('[role=status]')!.textContent.trim();
const chips = (): HTMLButtonElement[] => [...stage.root.querySelectorAll('.chips button')] as [];
const option = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('option', { name });
const box = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('checkbox', { name });
const chip = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('button', { name: `Remove ${name}` });
const focused = (): string | undefined => {
  const element = stage.root.activeElement;
  return element?.ariaLabel ?? element?.closest('label')?.textContent.trim();
};

describe('one of many', () => {
  it('the field is named by the title, and the list stands open below it', () => {
    open(ONE);
    expect(screen.getByRole('combobox', { name: 'Which town?' }).element()).toBe(field());
    expect(field().ariaExpanded).toBe('true');
    expect(stage.root.getElementById(field().getAttribute('aria-controls')!)?.role).toBe('listbox');
    expect(shown()).toHaveLength(14);
    expect(said()).toBe('');
  });

  it('is chosen by a press, and stands in the field then', async () => {
    open(ONE);
    await option('Paris').click();
    expect(stage.stored).toEqual(['paris']);
    await expect.poll(() => field().value).toBe('Paris');
    await expect.element(option('Paris')).toHaveAttribute('aria-selected', 'true');
    expect(shown()).toHaveLength(14);
  });

  it('is found by its beginning, without its accents, and the number of results is said', async () => {
    open(ONE);
    await userEvent.fill(field(), 'lo');
    await expect.poll(shown).toEqual(['Łódź', 'Oslo', 'Another town']);
    expect(said()).toBe('2 results');
    await userEvent.fill(field(), 'malag');
    await expect.poll(shown).toEqual(['Málaga', 'Another town']);
    expect(said()).toBe('1 result');
  });

  it('numbers of results follow the grammar of the language', async () => {
    const results = {
      one: '{n} результат',
      few: '{n} результата',
      many: '{n} результатов',
      other: '',
    };
    open(ONE, { lang: 'ru', words: { results } });
    await userEvent.fill(field(), 'p');
    await expect.poll(said).toBe('3 результата');
    await userEvent.fill(field(), 'o');
    await expect.poll(said).toBe('7 результатов');
  });

  it('where nothing is found that is said, and seen, and "other" is offered all the same', async () => {
    open(ONE);
    await userEvent.fill(field(), 'xyz');
    await expect.element(screen.getByText('Nothing found')).toBeVisible();
    expect(shown()).toEqual(['Another town']);
    await option('Another town').click();
    expect(stage.value).toBe('other');
  });

  it('where there is no "other" either, the list is gone', async () => {
    open({ ...ONE, choices: choices.slice(0, 13) });
    await userEvent.fill(field(), 'xyz');
    await expect.poll(() => field().ariaExpanded).toBe('false');
    expect(stage.root.querySelector('ul')!.checkVisibility()).toBe(false);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(stage.value).toBeNull();
    expect(stage.submits).toBe(0);
  });

  it('by keyboard alone: typed, gone through, chosen, sent', async () => {
    open(ONE);
    await userEvent.tab();
    await userEvent.keyboard('p');
    await expect.poll(active).toBe('Paris');
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(active).toBe('Prague');
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    await expect.poll(active).toBe('Paris');
    await userEvent.keyboard('{End}');
    await expect.poll(active).toBe('Another town');
    await userEvent.keyboard('{Home}{ArrowDown}{Enter}');
    expect(stage.value).toBe('prague');
    expect(stage.submits).toBe(0);
    await userEvent.keyboard('{Enter}');
    expect(stage.submits).toBe(1);
  });

  it('what the arrow keys come to is in view', async () => {
    open(ONE);
    await userEvent.tab();
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(active).toBe('Another town');
    const list = stage.root.querySelector('ul')!.getBoundingClientRect();
    const last = options().at(-1)!.getBoundingClientRect();
    expect(last.bottom).toBeLessThanOrEqual(list.bottom);
    await userEvent.keyboard('{PageUp}');
    await expect.poll(active).toBe('Porto');
  });

  it('typing takes the answer back, for what stands in the field is the answer', async () => {
    open(ONE, { value: 'rome' });
    expect(field().value).toBe('Rome');
    await userEvent.tab();
    await userEvent.keyboard('To');
    await expect.poll(shown).toEqual(['Toronto', 'Tokyo', 'Porto', 'Another town']);
    expect(stage.value).toBeNull();
  });

  it('a name typed in full counts when the field is left', async () => {
    open(ONE);
    await userEvent.tab();
    await userEvent.keyboard('malaga{Tab}');
    expect(stage.value).toBe('malaga');
    await expect.poll(() => field().value).toBe('Málaga');
  });

  it('Escape clears it and closes nothing; with nothing to clear it is the survey’s', async () => {
    open(ONE, { value: 'rome' });
    const heard: string[] = [];
    stage.root.addEventListener('keydown', (event) => heard.push((event as KeyboardEvent).key));
    await userEvent.tab();
    await userEvent.keyboard('{Escape}');
    expect(stage.value).toBeNull();
    await expect.poll(() => field().value).toBe('');
    expect(heard).toEqual([]);
    await userEvent.keyboard('{Escape}');
    expect(heard).toEqual(['Escape']);
  });

  it('a button clears it', async () => {
    open(ONE, { value: 'rome' });
    await chip('Rome').click();
    expect(stage.value).toBeNull();
    await expect.poll(() => field().value).toBe('');
  });

  it('a mouse in the list leaves the focus in the field', async () => {
    open(ONE);
    field().focus();
    await option('Paris').click();
    expect(stage.root.activeElement).toBe(field());
  });
});

describe('several of many', () => {
  it('are ticked, kept in the order of the survey, and stand below the list', async () => {
    open(SEVERAL);
    await box('Rome').click();
    await box('Berlin').click();
    expect(stage.value).toEqual(['berlin', 'rome']);
    await expect
      .poll(() => chips().map(({ ariaLabel }) => ariaLabel))
      .toEqual(['Remove Berlin', 'Remove Rome']);
  });

  it('what the filter hides stays chosen', async () => {
    open(SEVERAL, { value: ['berlin', 'rome'] });
    await userEvent.fill(field(), 'par');
    await box('Paris').click();
    expect(stage.value).toEqual(['berlin', 'rome', 'paris']);
    await userEvent.fill(field(), 'ber');
    await box('Berlin').click();
    expect(stage.value).toEqual(['rome', 'paris']);
  });

  it('boxes ticked faster than the survey draws count, every one', () => {
    open(SEVERAL);
    for (const input of [...stage.root.querySelectorAll<HTMLInputElement>('label input')].slice(
      0,
      3,
    )) {
      input.click();
    }
    expect(stage.value).toEqual(['berlin', 'malaga', 'rome']);
  });

  it('the list does not move when the first is ticked', async () => {
    open(SEVERAL, { width: 360 });
    const before = box('Rome').element().getBoundingClientRect().top;
    await box('Rome').click();
    await expect.element(chip('Rome')).toBeVisible();
    expect(box('Rome').element().getBoundingClientRect().top).toBe(before);
  });

  it('are taken back by their buttons, and the focus goes to the next', async () => {
    open(SEVERAL, { value: ['berlin', 'rome', 'paris'] });
    chips()[1]!.focus();
    await userEvent.keyboard('{Enter}');
    expect(stage.value).toEqual(['berlin', 'paris']);
    await expect.poll(focused).toBe('Remove Paris');
    await userEvent.keyboard('{Enter}');
    await expect.poll(focused).toBe('Remove Berlin');
    await userEvent.keyboard(' ');
    expect(stage.value).toEqual([]);
    await expect.poll(() => stage.root.activeElement).toBe(field());
  });

  it('by keyboard alone: typed, gone through, ticked, and back to the field', async () => {
    open(SEVERAL);
    await userEvent.tab();
    await userEvent.keyboard('p');
    await expect.poll(shown).toEqual(['Paris', 'Prague', 'Porto', 'Another town']);
    await userEvent.keyboard('{ArrowDown}');
    expect(focused()).toBe('Paris');
    await userEvent.keyboard(' {ArrowDown} {ArrowDown}');
    expect(stage.value).toEqual(['paris', 'prague']);
    expect(focused()).toBe('Porto');
    await userEvent.keyboard('{Home}{ArrowUp}');
    expect(stage.root.activeElement).toBe(field());
    await userEvent.keyboard('{ArrowDown}{End}');
    expect(focused()).toBe('Another town');
    await userEvent.keyboard('{Escape}');
    expect(stage.root.activeElement).toBe(field());
    await expect.poll(shown).toHaveLength(14);
    await userEvent.keyboard('{Enter}');
    expect(stage.submits).toBe(1);
  });

  it('Enter in the field goes to what is found, and sends nothing unfinished', async () => {
    open(SEVERAL);
    await userEvent.tab();
    await userEvent.keyboard('vien{Enter}');
    expect(focused()).toBe('Vienna');
    expect(stage.submits).toBe(0);
  });
});

describe.each([
  ['one', ONE, 'rome'],
  ['several', SEVERAL, ['berlin', 'malaga', 'rome', 'toronto']],
] as const)('how %s of many looks', (_name, question, value) => {
  it.each(['light', 'dark'] as const)('axe finds nothing (%s)', async (theme) => {
    open(question, { theme, dir: 'rtl' });
    expect(await violations(stage.root.host)).toEqual([]);
    await userEvent.fill(field(), 'xyz');
    await expect.element(screen.getByText('Nothing found')).toBeVisible();
    expect(await violations(stage.root.host)).toEqual([]);
    stage.leave();
    open(question, { theme, value: value as never, fault: 'Please check this answer.' });
    expect(await violations(stage.root.host)).toEqual([]);
  });

  it('what is pressed is large enough for a finger, and nothing wider than a small phone', () => {
    open(question, { width: 320, value: value as never });
    for (const element of [
      ...options(),
      ...stage.root.querySelectorAll('.search button'),
      field(),
    ]) {
      expect(element.getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    }
    const body = stage.root.querySelector('.body')!;
    expect(body.scrollWidth).toBeLessThanOrEqual(body.clientWidth);
    expect(Number.parseFloat(getComputedStyle(field()).fontSize)).toBeGreaterThanOrEqual(16);
  });

  it('two hundred choices stay in a list of their own height', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      id: `c${index}`,
      label: { en: `Choice ${index}` },
    }));
    open({ ...question, choices: many }, { width: 360 });
    expect(shown()).toHaveLength(200);
    expect(stage.root.querySelector('.results')!.getBoundingClientRect().height).toBeLessThan(260);
  });
});

it('in a dialog of a survey Escape clears the field first, and the answer arrives', async () => {
  const page = openPage();
  page.content = {
    title: { en: 'Towns' },
    defaultLanguage: 'en',
    screens: [{ id: 'first', questions: [ONE] }],
    thanks: { title: { en: 'Thank you' } },
  };
  try {
    await page.add({ display: 'dialog' }).ready;
    const combobox = screen.getByRole('combobox', { name: 'Which town?' });
    await combobox.fill('par');
    await expect.poll(() => screen.getByRole('option').elements().length).toBe(2);
    await userEvent.keyboard('{Escape}');
    await expect.element(combobox).toHaveValue('');
    expect(page.told).toEqual(['shown']);
    await userEvent.keyboard('Rom{Enter}');
    await expect.element(combobox).toHaveValue('Rome');
    await screen.getByRole('button', { name: 'Send' }).click();
    await expect.element(screen.getByRole('heading', { name: 'Thank you' })).toBeVisible();
    await expect
      .poll(() => [...page.service.rows.values()])
      .toMatchObject([{ status: 'completed', answers: { town: { value: 'rome' } } }]);
  } finally {
    page.leave();
  }
});
