import { html, render } from 'lit/html.js';
import { afterEach, describe, expect, it } from 'vitest';

import { rich } from './rich.ts';

let box: HTMLElement | undefined;

afterEach(() => box?.remove());

const VALUES: Readonly<Record<string, string>> = {
  name: '**Ann** <b>[x](https://evil.example)',
  code: 'a b&c',
};

/** Fills `{{name}}` and `{{name|fallback}}` as the engine does. */
function filled(text: string, encode = (value: string): string => value): string {
  return text.replace(/\{\{(\w*)(?:\|([^{}]*))?\}\}/g, (_pipe, name: string, other: string = '') =>
    encode(VALUES[name] ?? other),
  );
}

/** The drawn text as HTML, without what lit leaves for itself and the line breaks of the source. */
function drawn(text: string): string {
  box?.remove();
  box = document.createElement('div');
  document.body.append(box);
  const address = (url: string): string => filled(url, encodeURIComponent);
  render(html`${rich(text, filled, address)}`, box);
  return box.innerHTML.replace(/<!--.*?-->|\n +/g, '');
}

describe('the marks of a text', () => {
  it.each([
    ['**bold** and *slanted*', '<b>bold</b> and <em>slanted</em>'],
    ['**bold with *slanted* in it**', '<b>bold with <em>slanted</em> in it</b>'],
    ['one\ntwo', 'one\ntwo'],
    ['before\n- one\n- **two**\nafter', 'before<ul><li>one</li><li><b>two</b></li></ul>after'],
    ['1. one\n2. two', '<ol><li>one</li><li>two</li></ol>'],
  ])('%s', (text, expected) => {
    expect(drawn(text)).toBe(expected);
  });

  it('a link opens beside the page, and tells the other page nothing', () => {
    drawn('See [the *terms*](https://shop.example.com/terms).');
    const link = box!.querySelector('a')!;
    expect(link.textContent).toBe('the terms');
    expect(link.href).toBe('https://shop.example.com/terms');
    expect([link.target, link.rel]).toEqual(['_blank', 'noopener noreferrer']);
  });

  it.each(['mailto:ann@example.com', 'tel:+74951234567'])('%s may be linked to', (url) => {
    drawn(`[us](${url})`);
    expect(box!.querySelector('a')!.href).toBe(url);
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JAVASCRIPT:alert(1))',
    '[x](data:text/html,hello)',
    '[x](//evil.example)',
    '[x](/relative)',
    '[x]( https://evil.example)',
    '** not bold **',
    '2 * 3 * 4',
    '**never closed',
    '*never closed',
    '[never](https://closed.example',
    '[]()',
    '-no list',
  ])('is no mark and stays as it is written: %s', (text) => {
    expect(drawn(text)).toBe(text);
  });

  it('tags are text', () => {
    drawn('<img src=x onerror=alert(1)> & <script>');
    expect(box!.childElementCount).toBe(0);
    expect(box!.textContent).toBe('<img src=x onerror=alert(1)> & <script>');
  });
});

describe('a value in a text', () => {
  it('is text: it makes no marks', () => {
    drawn('Hello, {{name}}!');
    expect(box!.childElementCount).toBe(0);
    expect(box!.textContent).toBe('Hello, **Ann** <b>[x](https://evil.example)!');
  });

  it('may stand in bold', () => {
    drawn('**{{name}}**');
    expect(box!.querySelector('b')!.textContent).toBe(VALUES['name']);
    expect(box!.querySelectorAll('a')).toHaveLength(0);
  });

  it('may have a fallback with a star in it, in bold too', () => {
    expect(drawn('{{none|5*}} hotels, 3*')).toBe('5* hotels, 3*');
    expect(drawn('**{{none|5** star}} hotel**')).toBe('<b>5** star hotel</b>');
    expect(drawn('*{{none|5*}} hotel*')).toBe('<em>5* hotel</em>');
  });

  it('is encoded in an address', () => {
    drawn('[go](https://shop.example.com/?c={{code}})');
    expect(box!.querySelector('a')!.getAttribute('href')).toBe(
      'https://shop.example.com/?c=a%20b%26c',
    );
  });
});

it.each(['*', '**', '**a ', '*a ', '[', '[a](', '{{', '**{{a', '{{a}}*', '**{{a}}', '- ', '1. '])(
  'the longest text of nothing but “%s” is drawn, and nothing is lost',
  (piece) => {
    const text = piece.repeat(Math.floor(4000 / piece.length));
    drawn(text);
    const plain = (all: string): string => all.replace(/[^a]/g, '');
    if (!piece.includes('{{a}}')) expect(plain(box!.textContent)).toBe(plain(text));
    else expect(box!.textContent).not.toContain('{');
  },
);
