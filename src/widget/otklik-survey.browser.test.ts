import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page as screen, userEvent } from 'vitest/browser';

import type { OtklikSurvey } from './otklik-survey.ts';
import { register } from './registration.ts';
import { openPage } from './testing/page.ts';
import type { Page } from './testing/page.ts';
import { CONTENT } from './testing/samples.ts';

let page: Page;

beforeEach(() => {
  page = openPage();
});

afterEach(() => {
  page.leave();
});

const radio = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('radio', { name, exact: true });
const button = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('button', { name, exact: true });
const heading = (name: string): ReturnType<typeof screen.getByRole> =>
  screen.getByRole('heading', { name });
const focused = (element: OtklikSurvey): Element | null => element.shadowRoot!.activeElement;

const stored = async (): Promise<number> => {
  const names = (await indexedDB.databases()).map(({ name }) => name);
  return names.filter((name) => name === `otklik-${page.project}`).length;
};

/** From the first question to the thanks. */
async function answerAll(): Promise<void> {
  await radio('9').click();
  await screen.getByRole('textbox', { name: 'Why?' }).fill('Fast and friendly');
  await button('Next').click();
  await screen.getByRole('checkbox', { name: 'Taste' }).click();
  await button('Send').click();
  await expect.element(heading('Thank you')).toBeVisible();
}

describe('from the first question to the thanks', () => {
  it('every answer arrives, and nothing is left on the device', async () => {
    const element = page.add();
    expect(await element.ready).toBe('asking');
    expect(await stored()).toBe(0);
    await answerAll();
    await expect.element(screen.getByText('Your answers have been received.')).toBeVisible();
    const [row] = [...page.service.rows.values()];
    expect(row).toMatchObject({
      status: 'completed',
      answers: {
        nps: { value: 9 },
        why: { value: 'Fast and friendly' },
        liked: { value: ['taste'] },
        mail: { value: null },
      },
    });
    expect(page.service.rows.size).toBe(1);
    expect(page.told.filter((name) => !name.startsWith('delivery'))).toEqual([
      'shown',
      'answered first',
      'answered second',
      'answered third',
      'completed',
    ]);
    expect(page.told.at(-1)).toBe('delivery sent');
  });

  it('a step is on the disk before the screen moves', async () => {
    const element = page.add();
    await element.ready;
    let atSave = '';
    element.addEventListener('otklik-delivery', () => {
      atSave ||= element.shadowRoot!.querySelector('h2')!.textContent;
    });
    await radio('9').click();
    await expect.element(heading('Why?')).toBeVisible();
    expect(atSave.trim()).toBe('How likely?');
    expect(await stored()).toBe(1);
  });

  it('a wrong answer is explained beside its question, which gets the focus', async () => {
    const element = page.add();
    await element.ready;
    await button('Next').click();
    await expect.element(screen.getByText('Please answer this question.')).toBeVisible();
    expect(focused(element)).toBeInstanceOf(HTMLInputElement);
    await expect.element(screen.getByRole('radiogroup')).toHaveAttribute('aria-invalid', 'true');
    expect(page.told).toEqual(['shown']);
  });

  it('back shows what was answered, and the change counts', async () => {
    await page.add().ready;
    await radio('9').click();
    await expect.element(heading('Why?')).toBeVisible();
    await button('Back').click();
    await expect.element(radio('9')).toBeChecked();
    await radio('2').click();
    await expect.element(heading('Why?')).toBeVisible();
    await vi.waitFor(() =>
      expect([...page.service.rows.values()]).toMatchObject([{ answers: { nps: { value: 2 } } }]),
    );
  });
});

describe('what is pressed faster than it can be handled', () => {
  it('counts, every box that is ticked', async () => {
    page.content = { ...CONTENT, screens: CONTENT.screens.slice(2) };
    const element = page.add();
    await element.ready;
    const boxes = element.shadowRoot!.querySelectorAll<HTMLInputElement>('input[type=checkbox]');
    for (const box of boxes) box.click();
    await button('Send').click();
    await vi.waitFor(() =>
      expect([...page.service.rows.values()]).toMatchObject([
        { answers: { liked: { value: ['speed', 'taste'] } } },
      ]),
    );
  });

  it('counts, a button that is pressed before the rest has arrived', async () => {
    const element = page.add();
    await element.ready;
    const root = element.shadowRoot!;
    root.querySelectorAll('input')[6]!.click();
    root.querySelector<HTMLButtonElement>('[part=next]')!.click();
    await expect.element(heading('Why?')).toBeVisible();
    await vi.waitFor(() =>
      expect([...page.service.rows.values()]).toMatchObject([{ answers: { nps: { value: 6 } } }]),
    );
  });
});

describe('offline', () => {
  it('the thanks tell that the answers are kept, and then that they have arrived', async () => {
    const element = page.add();
    await element.ready;
    await radio('9').click();
    await expect.element(heading('Why?')).toBeVisible();
    page.isDown = true;
    await button('Skip').click();
    await button('Skip').click();
    await expect.element(screen.getByText('kept on this device', { exact: false })).toBeVisible();
    page.isDown = false;
    globalThis.dispatchEvent(new Event('online'));
    await expect.element(screen.getByText('Your answers have been received.')).toBeVisible();
    expect(page.service.rows.size).toBe(1);
  });

  it('a reload goes on at the same question with the same answers', async () => {
    await page.add().ready;
    await radio('9').click();
    await expect.element(heading('Why?')).toBeVisible();
    page.isDown = true;
    const again = page.reload();
    expect(await again.ready).toBe('asking');
    await expect.element(heading('Why?')).toBeVisible();
    await button('Back').click();
    await expect.element(radio('9')).toBeChecked();
  });

  it('nobody who has answered is asked again before it has arrived', async () => {
    await page.add().ready;
    page.isDown = true;
    await answerAll();
    const again = page.reload();
    expect(await again.ready).toBe('not-asked');
    page.isDown = false;
    globalThis.dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(page.service.rows.size).toBe(1));
  });

  it('answers go out although their element was removed', async () => {
    const element = page.add();
    await element.ready;
    page.isDown = true;
    await answerAll();
    element.remove();
    page.isDown = false;
    globalThis.dispatchEvent(new Event('online'));
    await vi.waitFor(() =>
      expect([...page.service.rows.values()]).toMatchObject([{ status: 'completed' }]),
    );
  });
});

describe('the session', () => {
  it('keeps a draft’s id, so that a reload is the same response', async () => {
    await page.add().ready;
    await radio('9').click();
    await expect.element(heading('Why?')).toBeVisible();
    await page.reload().ready;
    expect(new Set(page.sessions.map(({ responseId }) => responseId)).size).toBe(1);
  });

  it('that is refused shows a friendly sentence, and tells the page the code', async () => {
    page.refuse = () =>
      Response.json(
        { type: 'x', title: 'x', status: 403, code: 'origin_not_allowed' },
        { status: 403 },
      );
    const element = page.add();
    expect(await element.ready).toBe('failed');
    await expect.element(screen.getByText('The survey cannot be shown right now.')).toBeVisible();
    expect(page.told).toEqual(['error origin_not_allowed']);
    expect(element.explain()).toMatchObject({ step: 'failed', reason: 'origin_not_allowed' });
  });

  it('that is refused shows nothing when the page sees to it itself', async () => {
    page.refuse = () =>
      Response.json(
        { type: 'x', title: 'x', status: 404, code: 'survey_unknown' },
        { status: 404 },
      );
    const element = page.add();
    element.addEventListener('otklik-error', (event) => event.preventDefault());
    await element.ready;
    expect(element.open).toBe(false);
    expect(element.shadowRoot!.textContent.trim()).toBe('');
  });

  it('with an expired token goes on when the page sets a new one', async () => {
    page.refuse = () =>
      Response.json({ type: 'x', title: 'x', status: 401, code: 'token_expired' }, { status: 401 });
    const element = page.add();
    element.addEventListener('otklik-token-needed', () => {
      page.refuse = undefined;
      element.token = element.getToken!() as string;
    });
    const { ready } = element;
    await expect.element(heading('How likely?')).toBeVisible();
    expect(page.told).toContain('token-needed token_expired');
    // Also who has waited for it from the beginning.
    expect(await ready).toBe('asking');
  });

  it('is tried again at a press when the network is to blame', async () => {
    page.isDown = true;
    await page.add().ready;
    await expect.element(button('Try again')).toBeVisible();
    page.isDown = false;
    await button('Try again').click();
    await expect.element(heading('How likely?')).toBeVisible();
  });

  it('may say that nobody is to be asked', async () => {
    page.refuse = () => Response.json({ ask: false, reason: 'answered' });
    const element = page.add();
    expect(await element.ready).toBe('not-asked');
    expect(element.shadowRoot!.textContent.trim()).toBe('');
    expect(page.told).toEqual([]);
  });
});

describe('the element', () => {
  it('loads nothing while it is hidden', async () => {
    const element = page.add({ hidden: '' });
    await element.updateComplete;
    expect(page.sessions).toEqual([]);
    element.show();
    await expect.element(heading('How likely?')).toBeVisible();
    expect(element.open).toBe(true);
    element.hide();
    await element.updateComplete;
    expect(element.hasAttribute('open')).toBe(false);
    element.open = true;
    await expect.element(heading('How likely?')).toBeVisible();
    expect(page.sessions).toHaveLength(1);
  });

  it('is not shown when the page says no, before anything is painted', async () => {
    document.addEventListener('otklik-shown', (event) => event.preventDefault(), { once: true });
    const element = page.add();
    await element.ready;
    expect(element.open).toBe(false);
    expect(element.shadowRoot!.textContent.trim()).toBe('');
    expect(await stored()).toBe(0);
  });

  it('that is moved within one task goes on as it was', async () => {
    const element = page.add({ display: 'popover' });
    await element.ready;
    await radio('9').click();
    const box = document.createElement('div');
    document.body.append(box);
    box.append(element);
    await element.updateComplete;
    await expect.element(radio('9')).toBeChecked();
    expect(element.shadowRoot!.querySelector('.shell')!.matches(':popover-open')).toBe(true);
    expect(page.sessions).toHaveLength(1);
    box.remove();
  });

  it('takes properties that were set before it was known', async () => {
    const raw = document.createElement('otklik-survey');
    const Late = class extends (customElements.get('otklik-survey') as typeof OtklikSurvey) {};
    const early = document.createElement('x-late-survey') as OtklikSurvey;
    Object.assign(early, {
      survey: 'srv_delivery',
      display: 'inline',
      endpoint: page.endpoint,
      getToken: page.add({ hidden: '' }).getToken,
    });
    document.body.append(early);
    customElements.define('x-late-survey', Late);
    expect(await early.ready).toBe('asking');
    expect(early.survey).toBe('srv_delivery');
    early.remove();
    raw.remove();
  });

  it('may be loaded twice', () => {
    const first = customElements.get('otklik-survey');
    register();
    expect(customElements.get('otklik-survey')).toBe(first);
  });

  it('in a preview stores and sends nothing', async () => {
    await page.add({ preview: '' }).ready;
    await answerAll();
    expect(page.service.requests).toEqual([]);
    expect(await stored()).toBe(0);
    expect(page.told.filter((name) => name.startsWith('delivery'))).toEqual([]);
  });

  it('starts over with another response after reset()', async () => {
    const element = page.add();
    await element.ready;
    await answerAll();
    await expect.element(screen.getByText('Your answers have been received.')).toBeVisible();
    element.reset();
    await expect.element(heading('How likely?')).toBeVisible();
    expect(new Set(page.sessions.map(({ responseId }) => responseId)).size).toBe(2);
  });
});

describe('two tabs', () => {
  it('with one draft give one response with the newest answers of both', async () => {
    const left = page.add({ id: 'left' });
    await left.ready;
    await radio('9').click();
    await expect.element(heading('Why?')).toBeVisible();
    await vi.waitFor(() => expect(page.told).toContain('delivery sent'));
    const right = page.add({ id: 'right' });
    await right.ready;
    const fields = screen.getByRole('textbox', { name: 'Why?' });
    await fields.nth(0).fill('from the left');
    await button('Next').nth(0).click();
    await fields.nth(0).fill('from the right');
    await button('Next').nth(0).click();
    await vi.waitFor(() => {
      expect(page.service.rows.size).toBe(1);
      expect([...page.service.rows.values()]).toMatchObject([
        { answers: { why: { value: 'from the right' } } },
      ]);
    });
  });
});

describe('an overlay', () => {
  it('takes neither focus nor room, and says that it is there', async () => {
    const input = document.createElement('input');
    document.body.append(input);
    input.focus();
    const height = document.body.scrollHeight;
    const element = page.add({ display: 'popover' });
    await element.ready;
    expect(document.activeElement).toBe(input);
    expect(document.body.scrollHeight).toBe(height);
    await expect
      .element(screen.getByRole('status'))
      .toHaveTextContent('A short survey has opened: Delivery');
    input.remove();
  });

  it('a dialog is modal, takes the focus and gives it back', async () => {
    const opener = document.createElement('button');
    document.body.append(opener);
    opener.focus();
    const element = page.add({ display: 'dialog' });
    await element.ready;
    expect(element.shadowRoot!.querySelector('dialog')!.matches(':modal')).toBe(true);
    expect(focused(element)?.tagName).toBe('H2');
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(page.told).toEqual(['shown', 'dismissed']));
    expect(document.activeElement).toBe(opener);
    expect(await stored()).toBe(0);
    opener.remove();
  });

  it('that is closed after an answer is a dismissed response', async () => {
    const element = page.add({ display: 'dialog' });
    await element.ready;
    // In the first moments a tap does not lead on by itself.
    await radio('9').click();
    await button('Next').click();
    await expect.element(heading('Why?')).toBeVisible();
    await button('Close').click();
    await vi.waitFor(() =>
      expect([...page.service.rows.values()]).toMatchObject([
        { status: 'dismissed', answers: { nps: { value: 9 } } },
      ]),
    );
    expect(element.open).toBe(false);
  });

  it('takes no tap of the first moments for an answer', async () => {
    const element = page.add({ display: 'popover' });
    await element.ready;
    const first = element.shadowRoot!.querySelectorAll('input')[3]!;
    first.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    first.click();
    await expect.element(radio('3')).toBeChecked();
    await expect.element(heading('How likely?')).toBeVisible();
    await button('Next').click();
    await expect.element(heading('Why?')).toBeVisible();
  });

  it('keeps its keys from the page’s shortcuts', async () => {
    const shortcut = vi.fn();
    document.addEventListener('keydown', shortcut);
    await page.add().ready;
    await radio('9').click();
    await screen.getByRole('textbox', { name: 'Why?' }).fill('');
    await userEvent.keyboard('s');
    expect(shortcut).not.toHaveBeenCalled();
    document.removeEventListener('keydown', shortcut);
  });
});

describe('the keyboard alone', () => {
  it('leads from the first question to the thanks', async () => {
    const element = page.add();
    await element.ready;
    const headingFocused = (title: string): Promise<unknown> =>
      vi.waitFor(() => {
        expect(focused(element)?.tagName).toBe('H2');
        expect(focused(element)?.textContent).toContain(title);
      });
    await userEvent.keyboard('{Tab}');
    expect(focused(element)).toBeInstanceOf(HTMLInputElement);
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect.element(heading('How likely?')).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await headingFocused('Why?');
    await userEvent.keyboard('{Tab}Because{Tab}{Enter}');
    await headingFocused('What did you like?');
    await userEvent.keyboard('{Tab} {Tab}{Tab}me@example.com{Enter}');
    await headingFocused('Thank you');
    await vi.waitFor(() =>
      expect([...page.service.rows.values()]).toMatchObject([
        {
          status: 'completed',
          answers: {
            why: { value: 'Because' },
            liked: { value: ['speed'] },
            mail: { value: 'me@example.com' },
          },
        },
      ]),
    );
  });
});

describe('a device that refuses IndexedDB', () => {
  it('still asks and sends, and says where the answers are', async () => {
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    const element = page.add();
    await element.ready;
    await answerAll();
    await expect.element(screen.getByText('Your answers have been received.')).toBeVisible();
    expect(element.explain().storage).toBe('localstorage');
    expect(page.told).toContain('error storage_failed');
  });

  it('and localStorage asks to be left open until the answers are sent', async () => {
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const element = page.add();
    await element.ready;
    page.isDown = true;
    await answerAll();
    await expect.element(screen.getByText('leave this page open', { exact: false })).toBeVisible();
    page.isDown = false;
    await element.flush();
    await expect.element(screen.getByText('Your answers have been received.')).toBeVisible();
  });
});
