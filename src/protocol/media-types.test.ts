import { describe, expect, it } from 'vitest';

import { acceptedBy, isAcceptedType, mediaTypeOf } from './media-types.ts';
import { FileKind } from './question.ts';

describe('the type of a file', () => {
  it.each([
    ['image/jpeg', 'photo.jpg', 'image/jpeg'],
    ['image/jpg', 'photo', 'image/jpeg'],
    ['IMAGE/PNG', 'x', 'image/png'],
    ['text/plain;charset=utf-8', 'a.txt', 'text/plain'],
    ['', 'IMG_1.HEIC', 'image/heic'],
    ['application/octet-stream', 'report.docx', wordType()],
    ['application/vnd.ms-excel', 'table.csv', 'text/csv'],
    ['application/vnd.ms-excel', 'table.xls', 'application/vnd.ms-excel'],
    ['audio/webm', 'voice.webm', 'audio/webm'],
  ])('told as "%s" under the name %s is %s', (told, name, type) => {
    expect(mediaTypeOf(told, name)).toBe(type);
  });

  it.each([
    ['image/svg+xml', 'drawing.svg'],
    ['text/html', 'page.html'],
    ['', 'setup.exe'],
    ['', 'jpg'.repeat(3)],
    ['application/javascript', 'script.mjs'],
  ])('"%s" under the name %s is none of ours', (told, name) => {
    expect(mediaTypeOf(told, name)).toBeUndefined();
  });
});

describe('what a question takes', () => {
  it('is pictures, unless it says otherwise', () => {
    expect(isAcceptedType('image/webp')).toBe(true);
    expect(isAcceptedType('application/pdf')).toBe(false);
    expect(isAcceptedType('application/pdf', ['pdf', 'text'])).toBe(true);
    expect(isAcceptedType('toString', ['pdf'])).toBe(false);
  });

  it('is never something that a browser runs, of whatever kind', () => {
    const everything = FileKind.options;
    for (const type of ['image/svg+xml', 'text/html', 'application/xhtml+xml', 'text/xml', '']) {
      expect(isAcceptedType(type, everything)).toBe(false);
    }
    expect(acceptedBy(everything)).not.toMatch(/svg|html|xml,/);
  });

  it('is told to the file field by types and endings', () => {
    expect(acceptedBy()).toBe('image/*');
    expect(acceptedBy(['pdf', 'text'])).toBe(
      'application/pdf,.pdf,text/plain,.txt,.log,.md,text/csv,.csv',
    );
  });
});

function wordType(): string {
  return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
}
