import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import { compileSurvey } from '../engine/compile.ts';
import type { Question } from '../protocol/question.ts';
import type { SurveyContent } from '../protocol/survey.ts';
import type { OtklikSurvey } from './otklik-survey.ts';
import { openPage } from './testing/page.ts';
import type { Page } from './testing/page.ts';
import { CONTENT } from './testing/samples.ts';

let page: Page;

beforeEach(async () => {
  page = openPage();
  await screen.viewport(1000, 700);
});

afterEach(() => {
  page.leave();
  document.body.replaceChildren();
});

const button = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('button', { name, exact: true });
const radio = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('radio', { name, exact: true });
const heading = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('heading', { name });
const boxOf = (element: OtklikSurvey): DOMRect => {
  const shell = element.shadowRoot!.querySelector('.shell')!;
  // Where it comes to rest: it may be used before, and is on its way.
  for (const animation of shell.getAnimations()) animation.finish();
  return shell.getBoundingClientRect();
};
const focused = (element: OtklikSurvey): Element | null => element.shadowRoot!.activeElement;

/** Not by a tap, which leads on or does not, by how long the survey has been there. */
async function answerFirst(): Promise<void> {
  await expect.element(radio('9')).toBeVisible();
  (radio('9').element() as HTMLElement).click();
  await button('Next').click();
  await expect.element(heading('Why?')).toBeVisible();
}

describe('a tab', () => {
  it('asks for nothing before it is pressed', async () => {
    const element = page.add({ display: 'tab' });
    const getToken = vi.fn<() => string>();
    element.getToken = getToken;
    await expect.element(button('Feedback')).toBeVisible();
    expect(getToken).not.toHaveBeenCalled();
    expect(page.sessions).toEqual([]);
    expect(element.open).toBe(false);
  });

  it('opens the survey with the focus in it, and Escape brings the focus back', async () => {
    const element = page.add({ display: 'tab' });
    await button('Feedback').click();
    await expect.element(heading('How likely?')).toBeVisible();
    expect(focused(element)?.tagName).toBe('H2');
    expect(element.open).toBe(true);
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(focused(element)?.getAttribute('part')).toBe('tab'));
    expect(element.open).toBe(false);
  });

  it('pressed again goes on where the respondent has left', async () => {
    page.add({ display: 'tab' });
    await button('Feedback').click();
    await answerFirst();
    await userEvent.keyboard('{Escape}');
    await button('Feedback').click();
    await expect.element(heading('Why?')).toBeVisible();
    expect(page.sessions).toHaveLength(1);
  });

  it('is a popover in wide windows and a sheet in narrow ones', async () => {
    const element = page.add({ display: 'tab' });
    await button('Feedback').click();
    await expect.element(heading('How likely?')).toBeVisible();
    expect(boxOf(element).width).toBe(400);
    await screen.viewport(360, 740);
    await vi.waitFor(() => expect(boxOf(element).width).toBe(360));
    expect(boxOf(element).bottom).toBe(740);
  });

  it('says so when there is nothing to ask', async () => {
    page.refuse = () => Response.json({ ask: false, project: page.project, reason: 'answered' });
    page.add({ display: 'tab', label: 'Tell us' });
    await button('Tell us').click();
    await expect.element(screen.getByText('This survey is closed', { exact: false })).toBeVisible();
  });

  it('has the word for it in the language of the page', async () => {
    page.add({ display: 'tab', lang: 'ru' });
    await expect.element(button('Отзыв')).toBeVisible();
  });

  it.each(['start', 'end', 'top', 'bottom', 'top-start', 'top-end', 'bottom-start', 'bottom-end'])(
    'stands at the window’s edge: %s',
    async (position) => {
      const element = page.add({ display: 'tab', position });
      await expect.element(button('Feedback')).toBeVisible();
      const { left, right, top, bottom, width, height } = boxOf(element);
      const [first] = position.split('-') as ['start' | 'end' | 'top' | 'bottom'];
      const gap = { start: left, end: 1000 - right, top, bottom: 700 - bottom }[first];
      expect(gap).toBe(0);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
      const within = left >= 0 && top >= 0 && right <= 1000 && bottom <= 700;
      expect(within).toBe(true);
    },
  );
});

describe('a banner', () => {
  it.each(['bottom', 'top'])('lies along the whole %s edge, in one line', async (position) => {
    const element = page.add({ display: 'banner', position });
    await element.ready;
    const { left, right, top, bottom, height } = boxOf(element);
    expect([left, right]).toEqual([0, 1000]);
    expect(position === 'top' ? top : 700 - bottom).toBe(0);
    expect(height).toBeLessThan(140);
    const title = heading('How likely?').element().getBoundingClientRect();
    const scale = radio('0').element().getBoundingClientRect();
    const next = button('Next').element().getBoundingClientRect();
    expect(title.right).toBeLessThanOrEqual(scale.left);
    expect(scale.right).toBeLessThan(next.left);
    expect(Math.abs(scale.top - title.top)).toBeLessThan(44);
  });

  it('takes neither focus nor room, and no tap of the first moments for an answer', async () => {
    const input = document.createElement('input');
    document.body.append(input);
    input.focus();
    const height = document.body.scrollHeight;
    const element = page.add({ display: 'banner' });
    await element.ready;
    expect(document.activeElement).toBe(input);
    expect(document.body.scrollHeight).toBe(height);
    const first = element.shadowRoot!.querySelectorAll('input')[3]!;
    first.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    first.click();
    await expect.element(radio('3')).toBeChecked();
    await expect.element(heading('How likely?')).toBeVisible();
  });
});

describe('beside an element', () => {
  const anchorAt = (top: number): HTMLElement => {
    const anchor = document.createElement('button');
    anchor.id = 'anchor';
    anchor.textContent = 'Order 42';
    anchor.style.cssText = `position: absolute; left: 100px; top: ${top}px; height: 30px`;
    document.body.append(anchor);
    return anchor;
  };

  /** As the browser does it by itself, and as it has to be done for others. */
  describe.each([true, false])('where the browser anchors by itself: %s', (isNative) => {
    beforeEach(() => {
      const supports = CSS.supports.bind(CSS);
      vi.spyOn(CSS, 'supports').mockImplementation((property: string, value = '') =>
        property === 'position-area' ? isNative : supports(property, value),
      );
    });

    it('it stands below, and above where there is more room', async () => {
      const anchor = anchorAt(50);
      const element = page.add({ display: 'popover', anchor: '#anchor' });
      await element.ready;
      await vi.waitFor(() => expect(boxOf(element).top).toBe(88));
      expect(boxOf(element).left).toBe(100);
      anchor.style.top = '640px';
      globalThis.dispatchEvent(new Event('resize'));
      await vi.waitFor(() => expect(Math.round(boxOf(element).bottom)).toBe(632));
    });

    it('it follows when the page is scrolled', async () => {
      anchorAt(250);
      document.body.style.height = '3000px';
      const element = page.add({ display: 'popover', anchor: '#anchor' });
      await element.ready;
      await vi.waitFor(() => expect(boxOf(element).top).toBe(288));
      scrollTo(0, 100);
      await vi.waitFor(() => expect(boxOf(element).top).toBe(188));
      scrollTo(0, 0);
      document.body.style.height = '';
    });

    it('it goes to its corner when the element leaves the page', async () => {
      const anchor = anchorAt(50);
      const element = page.add({ display: 'popover', anchor: '#anchor' });
      await element.ready;
      await vi.waitFor(() => expect(boxOf(element).top).toBe(88));
      anchor.remove();
      await vi.waitFor(() =>
        expect([boxOf(element).right, boxOf(element).bottom]).toEqual([980, 680]),
      );
    });
  });

  it('it is in its corner when there is no such element', async () => {
    const element = page.add({ display: 'popover', anchor: '#nowhere' });
    await element.ready;
    expect([boxOf(element).right, boxOf(element).bottom]).toEqual([980, 680]);
  });
});

describe('closing', () => {
  it('keeps what was typed, and showing goes on there', async () => {
    const element = page.add({ display: 'sheet' });
    await element.ready;
    await answerFirst();
    await screen.getByRole('textbox', { name: 'Why?' }).fill('Too slow');
    await button('Close').click();
    await vi.waitFor(() =>
      expect([...page.service.rows.values()]).toMatchObject([
        { status: 'dismissed', answers: { why: { value: 'Too slow' } } },
      ]),
    );
    element.show();
    await expect.element(screen.getByRole('textbox', { name: 'Why?' })).toHaveValue('Too slow');
    await button('Next').click();
    await vi.waitFor(() =>
      expect([...page.service.rows.values()]).toMatchObject([{ status: 'partial' }]),
    );
    expect(page.sessions).toHaveLength(1);
  });

  it('may be for now: the response goes on at the next visit to the page', async () => {
    page.content = { ...CONTENT, offerLater: true };
    const postponed: boolean[] = [];
    const element = page.add({ display: 'popover' });
    element.addEventListener('otklik-dismissed', (event) => postponed.push(event.isPostponed));
    await element.ready;
    await answerFirst();
    await userEvent.keyboard('{Escape}');
    await button('Later').click();
    await vi.waitFor(() => expect(postponed).toEqual([true]));
    expect(element.open).toBe(false);
    await vi.waitFor(() =>
      expect([...page.service.rows.values()]).toMatchObject([{ status: 'partial' }]),
    );
    await page.reload({ display: 'popover' }).ready;
    await expect.element(heading('Why?')).toBeVisible();
  });

  it('may be for good, or thought better of', async () => {
    page.content = { ...CONTENT, offerLater: true };
    const element = page.add({ display: 'dialog' });
    await element.ready;
    await answerFirst();
    await userEvent.keyboard('{Escape}');
    await expect.element(button('Later')).toBeVisible();
    await button('Back').click();
    await expect.element(heading('Why?')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(button('Later')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() =>
      expect([...page.service.rows.values()]).toMatchObject([{ status: 'dismissed' }]),
    );
    expect(element.open).toBe(false);
  });
});

describe('a modal dialog', () => {
  it('keeps the page behind it where it is, and leaves nothing of that behind', async () => {
    const { documentElement: html } = document;
    const before = [html.style.cssText, document.adoptedStyleSheets.length];
    const element = page.add({ display: 'dialog' });
    await element.ready;
    await vi.waitFor(() => expect(getComputedStyle(html).overflowY).toBe('hidden'));
    expect(html.style.cssText).toBe(before[0]);
    element.remove();
    await vi.waitFor(() => expect(getComputedStyle(html).overflowY).toBe('visible'));
    expect([html.style.cssText, document.adoptedStyleSheets.length]).toEqual(before);
  });
});

describe('all questions on one page to scroll', () => {
  it('the first that is wrong gets the focus', async () => {
    page.content = {
      ...CONTENT,
      screens: [{ id: 'all', questions: CONTENT.screens.flatMap(({ questions }) => questions) }],
    };
    const element = page.add({ display: 'page' });
    await element.ready;
    const mail = screen.getByRole('textbox', { name: /Your e-mail/ });
    await mail.fill('nobody');
    await button('Send').click();
    await vi.waitFor(() => expect(focused(element)).toBe(radio('0').element()));
    await expect.element(mail).toHaveAttribute('aria-invalid', 'true');
    expect(element.shadowRoot!.querySelector('progress')).toBeNull();
  });
});

describe('on a phone', () => {
  it('every control of every kind is large enough for a finger, and its text for iOS', async () => {
    await screen.viewport(360, 740);
    const reply = await fetch('/examples/surveys/everything.json');
    const everything = compileSurvey((await reply.json()) as SurveyContent);
    const small: string[] = [];
    for (const { id, questions } of everything.screens) {
      if (questions.every(({ type }) => type === 'hidden')) continue;
      page.content = { ...everything, screens: [{ id, questions: questions.map(always) }] };
      const element = page.add({ display: 'sheet' });
      expect([id, await element.ready]).toEqual([id, 'asking']);
      small.push(...tooSmall(element.shadowRoot!).map((what) => `${id}: ${what}`));
      element.remove();
    }
    expect(small).toEqual([]);
  });
});

function always({ showIf: _showIf, ...question }: Question): Question {
  return question;
}

/** A control that is but the mark of its label is as large as that. */
function tooSmall(root: ShadowRoot): string[] {
  const controls = [
    ...root.querySelectorAll<HTMLElement>('button, input, select, textarea, a[href]'),
  ];
  return controls.flatMap((control) => {
    const { width, height } = (control.closest('label') ?? control).getBoundingClientRect();
    const { fontSize } = getComputedStyle(control);
    const isTypedIn = control.matches(
      'textarea, select, input:not([type=radio], [type=checkbox], [type=range], [type=file])',
    );
    const isSeen = width > 1 && height > 1 && !(control instanceof HTMLAnchorElement);
    const isSmall = isSeen && Math.min(width, height) < 43.5;
    const isZoomed = isSeen && isTypedIn && Number.parseFloat(fontSize) < 16;
    const name = `${control.tagName}.${control.className}[${control.getAttribute('part') ?? ''}]`;
    return isSmall || isZoomed ? [`${name} ${width}×${height} ${fontSize}`] : [];
  });
}
