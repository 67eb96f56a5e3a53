import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { OtklikSurvey } from '../otklik-survey.ts';
import { openPage } from '../testing/page.ts';
import type { Page } from '../testing/page.ts';

let page: Page;
const around = document.documentElement.style;

beforeEach(() => {
  page = openPage();
});

afterEach(() => {
  page.leave();
  around.cssText = document.body.style.cssText = '';
});

const shellOf = ({ shadowRoot }: OtklikSurvey): HTMLElement =>
  shadowRoot!.querySelector<HTMLElement>('.shell')!;

/** How it looks at the moment when it is first there. */
async function firstLook(attributes: Record<string, string>): Promise<CSSStyleDeclaration> {
  const element = page.add(attributes);
  await element.ready;
  return getComputedStyle(shellOf(element));
}

describe('a preset', () => {
  it.each([
    ['quiet', '10px'],
    ['bold', '24px'],
    ['native', '8px'],
  ])('%s is there with the first question', async (preset, radius) => {
    expect((await firstLook({ preset })).borderRadius).toBe(radius);
  });

  it('gives way to what the page says itself', async () => {
    around.setProperty('--otklik-radius', '3px');
    around.setProperty('--otklik-surface', 'rgb(1, 2, 3)');
    const { borderRadius, backgroundColor } = await firstLook({ preset: 'bold', theme: 'dark' });
    expect([borderRadius, backgroundColor]).toEqual(['3px', 'rgb(1, 2, 3)']);
  });

  it('has a dark side', async () => {
    const { backgroundColor } = await firstLook({ preset: 'bold', theme: 'dark' });
    expect(backgroundColor).toBe('rgb(23, 17, 43)');
  });

  it('is no business of the other surveys of the page', async () => {
    await firstLook({ preset: 'bold' });
    expect((await firstLook({})).borderRadius).toBe('16px');
  });

  it('that nobody knows is none', async () => {
    expect((await firstLook({ preset: 'loud' })).borderRadius).toBe('16px');
  });
});

describe('a survey that follows its page', () => {
  it.each([
    ['light', 'rgb(255, 255, 255)'],
    ['dark', 'rgb(28, 30, 35)'],
  ])('is %s where the page is', async (scheme, background) => {
    document.body.style.colorScheme = scheme;
    expect((await firstLook({ theme: 'host' })).backgroundColor).toBe(background);
  });

  it('follows with a preset too', async () => {
    document.body.style.colorScheme = 'dark';
    const { backgroundColor } = await firstLook({ theme: 'host', preset: 'bold' });
    expect(backgroundColor).toBe('rgb(23, 17, 43)');
  });

  it('is written in its font, and takes nothing else', async () => {
    document.body.style.cssText = 'font: italic 700 9px/3 Georgia; letter-spacing: 4px';
    const style = await firstLook({ font: 'host' });
    expect(style.fontFamily).toBe('Georgia');
    const { fontStyle, fontWeight, fontSize, letterSpacing } = style;
    expect([fontStyle, fontWeight, fontSize, letterSpacing]).toEqual([
      'normal',
      '400',
      '16px',
      'normal',
    ]);
  });

  it('is not written in its font unless it is asked to', async () => {
    document.body.style.fontFamily = 'Georgia';
    expect((await firstLook({ preset: 'quiet' })).fontFamily).not.toContain('Georgia');
  });
});

describe('colours of the page’s own', () => {
  it('that are hard to read are told, with what would be needed', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    around.setProperty('--otklik-muted', '#aaa');
    const element = page.add({ theme: 'light' });
    await vi.waitFor(() => expect(element.explain().contrast).toBeDefined());
    expect(element.explain().contrast).toEqual([
      { property: '--otklik-muted', against: '--otklik-surface', ratio: 2.32, needed: 4.5 },
    ]);
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toContain(
      '--otklik-muted on --otklik-surface: contrast 2.32, at least 4.5 is needed',
    );
    page.reload({ theme: 'light' });
    const again = document.querySelector('otklik-survey') as OtklikSurvey;
    await vi.waitFor(() => expect(again.explain().contrast).toHaveLength(1));
    expect(warn).toHaveBeenCalledOnce();
  });

  it.each([
    'oklch(0.85 0.1 250)',
    'color(display-p3 0.8 0.85 1)',
    'color-mix(in oklab, blue 20%, white)',
  ])('are understood however they are written: %s', async (accent) => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    around.setProperty('--otklik-accent', accent);
    const element = page.add({ theme: 'light' });
    await vi.waitFor(() => expect(element.explain().contrast).toBeDefined());
    const wrong = element.explain().contrast?.map(({ property, against }) => property + against);
    expect(wrong).toContain('--otklik-accent--otklik-surface');
  });

  it('that can be read are passed over in silence', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    around.setProperty('--otklik-accent', '#06c');
    const element = page.add({ theme: 'light' });
    await vi.waitFor(() => expect(element.explain().contrast).toEqual([]));
    expect(warn).not.toHaveBeenCalled();
  });
});
