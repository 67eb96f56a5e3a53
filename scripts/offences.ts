import { parts } from './lint/parts.ts';

/** A file that breaks one rule, and how the tool must answer: a compiler code or a lint rule. */
export type Offence = {
  readonly says: string;
  /** Folder beneath the root in which the file is tried. */
  readonly folder: string;
  readonly code: string;
  readonly compiler?: RegExp;
  readonly linter?: string;
};

export const sourceParts: readonly string[] = [
  'protocol',
  'engine',
  'widget',
  'loader',
  'worker',
  'push',
  'frameworks',
  'backend',
  'service',
  'cli',
];

/** What the compiler lets a part import: it follows references through other parts' references. */
function reachable(from: string): readonly string[] {
  const next = parts[from]?.parts ?? [];
  return [...next, ...next.flatMap(reachable)];
}

/** Every arrow that the table of the dependency rule does not draw. */
const arrows: readonly Offence[] = sourceParts.flatMap((from) =>
  sourceParts
    .filter((to) => to !== from && to !== 'cli' && !(parts[from]?.parts ?? []).includes(to))
    .map((to) => ({
      says: `src/${from} imports src/${to}`,
      folder: `src/${from}`,
      code: `export { ${to} } from '../${to}/index.ts';`,
      ...(reachable(from).includes(to) ? {} : { compiler: /TS6307|TS6059/ }),
      linter: 'otklik(dependency-rule)',
    })),
);

const dependency = (folder: string, code: string, says: string): Offence => ({
  says,
  folder,
  code,
  linter: 'otklik(dependency-rule)',
});

const imports: readonly Offence[] = [
  dependency('src/engine', `export const late = import('../widget/views.ts');`, 'a dynamic import'),
  dependency(
    'src/engine',
    `import type { widget } from '../widget/views.ts';\nexport type W = typeof widget;`,
    'a type import',
  ),
  dependency('src/engine', `export { z } from 'zod/mini';`, 'the engine imports zod'),
  dependency('src/widget', `export { z } from 'zod/mini';`, 'the widget imports zod'),
  dependency('src/widget', `export { SignJWT } from 'jose';`, 'the widget imports jose'),
  dependency('src/widget', `export { version } from 'vue';`, 'the widget imports a framework'),
  dependency(
    'src/widget',
    `export { html } from 'lit/html.js';`,
    'a widget file that is no view imports lit',
  ),
  dependency('src/widget/views', `export { LitElement } from 'lit';`, 'a view imports all of lit'),
  dependency('src/loader', `export { html } from 'lit';`, 'the loader imports lit'),
  dependency('src/service', `export { html } from 'lit';`, 'the service imports lit'),
  dependency(
    'src/service',
    `export { backend } from '../backend/index.ts';`,
    'the service imports more of the backend than its formats',
  ),
  dependency(
    'src/worker',
    `export { OtklikSurvey } from '../widget/otklik-survey.ts';`,
    'the service worker imports the element',
  ),
  dependency('src/backend', `export { Hono } from 'hono';`, 'the backend SDK imports hono'),
  dependency('src/cli', `export { get } from 'idb-keyval';`, 'the command imports idb-keyval'),
  dependency(
    'src/service',
    `export * from 'otklik/protocol';`,
    'the source imports its own package',
  ),
  dependency(
    'src/service',
    `export { parts } from '../../scripts/lint/parts.ts';`,
    'the source imports a tool',
  ),
  dependency(
    'demo',
    `export { service } from '../src/service/index.ts';`,
    'the demo imports the source',
  ),
  dependency(
    'e2e',
    `export { service } from '../dist/service/index.js';`,
    'a test imports the build',
  ),
];

const compiled = (folder: string, code: string, compiler: RegExp, says: string): Offence => ({
  says,
  folder,
  code,
  compiler,
});

const environments: readonly Offence[] = [
  ...['protocol', 'engine'].flatMap((part) => [
    compiled(
      `src/${part}`,
      'export const title = document.title;',
      /TS2584/,
      `src/${part} uses the DOM`,
    ),
    compiled(
      `src/${part}`,
      'export const timer = setTimeout;',
      /TS2304/,
      `src/${part} uses a timer`,
    ),
  ]),
  ...['protocol', 'engine', 'widget', 'loader', 'worker', 'push', 'backend'].flatMap((part) => [
    compiled(
      `src/${part}`,
      'export const env = process.env;',
      /TS2591|TS2580/,
      `src/${part} uses process`,
    ),
    compiled(
      `src/${part}`,
      `export * from 'node:fs';`,
      /TS2591|TS2307/,
      `src/${part} imports node:fs`,
    ),
  ]),
  ...['protocol', 'engine', 'widget', 'loader', 'worker', 'push'].map((part) =>
    compiled(
      `src/${part}`,
      'export const last = [1].at(-1);',
      /TS2550/,
      `src/${part} uses what is newer than ES2021`,
    ),
  ),
  ...['worker', 'backend', 'service', 'cli'].map((part) =>
    compiled(
      `src/${part}`,
      'export const title = document.title;',
      /TS2584/,
      `src/${part} uses the DOM`,
    ),
  ),
];

const types: readonly Offence[] = [
  compiled(
    'src/engine',
    'export const first = (list: readonly string[]): string => list[0];',
    /TS2322/,
    'an unchecked index',
  ),
  compiled('src/engine', 'export const shout = (text) => text;', /TS7006/, 'an implicit any'),
  compiled('src/engine', 'export enum Colour { Red }', /TS1294/, 'an enum'),
  compiled(
    'src/engine',
    'export type A = { b?: string };\nexport const a: A = { b: undefined };',
    /TS2375/,
    'undefined for an optional property',
  ),
];

const linted = (folder: string, code: string, linter: string, says: string): Offence => ({
  says,
  folder,
  code,
  linter,
});

const bans: readonly Offence[] = [
  linted(
    'src/engine',
    `export const run = (code: string): unknown => eval(code);`,
    'eslint(no-eval)',
    'eval',
  ),
  linted(
    'src/engine',
    `export const run = (code: string): unknown => new Function(code);`,
    'eslint(no-new-func)',
    'new Function',
  ),
  linted(
    'src/widget',
    `export const fill = (element: Element): void => {\n  element.innerHTML = '<b>';\n};`,
    'eslint(no-restricted-properties)',
    'innerHTML',
  ),
  linted(
    'src/widget/views',
    `export { unsafeHTML } from 'lit/directives/unsafe-html.js';`,
    'eslint(no-restricted-imports)',
    'unsafeHTML',
  ),
  linted(
    'src/widget/views',
    `export { unsafeSVG } from 'lit/directives/unsafe-svg.js';`,
    'eslint(no-restricted-imports)',
    'unsafeSVG',
  ),
  linted(
    'src/widget/views',
    `export { unsafeStatic } from 'lit/static-html.js';`,
    'eslint(no-restricted-imports)',
    'unsafeStatic',
  ),
  linted(
    'src/widget/views',
    `import { html, type TemplateResult } from 'lit/html.js';\nexport const view = (text: string): TemplateResult => html\`<p .innerHTML=\${text}></p>\`;`,
    'otklik(safe-templates)',
    'innerHTML in a template',
  ),
  linted(
    'src/widget/views',
    `import { html, type TemplateResult } from 'lit/html.js';\nexport const view = (): TemplateResult => html\`<p style="color: red"></p>\`;`,
    'otklik(safe-templates)',
    'a style attribute in a template',
  ),
  linted(
    'src/widget/views',
    `import { html, type TemplateResult } from 'lit/html.js';\nexport const view = (): TemplateResult => html\`<p onclick="go()"></p>\`;`,
    'otklik(safe-templates)',
    'an inline handler in a template',
  ),
  linted(
    'src/widget/views',
    `import { html, type TemplateResult } from 'lit/html.js';\nexport const view = (): TemplateResult => html\`<p></p\`;`,
    'lit(no-invalid-html)',
    'broken HTML in a template',
  ),
  linted(
    'src/widget',
    `export class A extends HTMLElement {\n  constructor() {\n    super();\n    this.attachShadow({ mode: 'closed' });\n  }\n}`,
    'wc(no-closed-shadow-root)',
    'a closed shadow root',
  ),
  linted(
    'src/widget/views',
    `import { nothing } from 'lit/html.js';\nimport { UpdatingElement } from '../updating-element.ts';\nexport class A extends UpdatingElement {\n  protected override render(): typeof nothing {\n    this.title = '';\n    return nothing;\n  }\n}`,
    'lit(no-this-assign-in-render)',
    'a property set while our own element base renders',
  ),
  linted(
    'src/protocol',
    `export { z } from 'zod';`,
    'eslint(no-restricted-imports)',
    'the full zod',
  ),
  linted(
    'src/engine',
    `export const year = (date: Date): number => date.getFullYear();`,
    'eslint(no-restricted-properties)',
    'a date in local time',
  ),
  linted(
    'src/engine',
    `export const now = (): number => Date.now();`,
    'otklik(no-clock)',
    'the engine looks at the clock',
  ),
  linted(
    'src/engine',
    `export const day = (): Date => new Date(2024, 1, 1);`,
    'otklik(no-clock)',
    'a date made from local parts',
  ),
  linted(
    'src/service',
    `const work = async (): Promise<void> => {};\nexport const start = (): void => {\n  work();\n};`,
    'typescript(no-floating-promises)',
    'a floating promise',
  ),
  linted(
    'src/engine',
    `export const f = (kind: 'a' | 'b'): number => {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 0;\n};`,
    'typescript(switch-exhaustiveness-check)',
    'a switch that is not exhaustive',
  ),
  linted(
    'src/engine',
    `export const f = (value: any): unknown => value;`,
    'typescript(no-explicit-any)',
    'any',
  ),
  linted(
    'src/engine',
    `export const f = () => 1;`,
    'typescript(explicit-module-boundary-types)',
    'an export without a return type',
  ),
  linted(
    'src/service',
    `export const f = (): void => console.log(1);`,
    'eslint(no-console)',
    'console.log in the service',
  ),
  linted(
    'src/widget',
    `export const f = (): string => document.cookie;`,
    'eslint(no-restricted-properties)',
    'a cookie',
  ),
  linted(
    'src/widget',
    `export const f = (): number => Math.random();`,
    'eslint(no-restricted-properties)',
    'Math.random',
  ),
];

export const offences: readonly Offence[] = [
  ...arrows,
  ...imports,
  ...environments,
  ...types,
  ...bans,
];

/** What must be let through, so that a rule which refuses everything is not taken for a good one. */
export const innocent: readonly { readonly folder: string; readonly code: string }[] = [
  { folder: 'src/protocol', code: `export { z } from 'zod/mini';` },
  { folder: 'src/engine', code: `export type { protocol } from '../protocol/index.ts';` },
  { folder: 'src/widget', code: `export type { TemplateResult } from 'lit/html.js';` },
  {
    folder: 'src/widget/views',
    code: `import { html, type TemplateResult } from 'lit/html.js';\nexport const view = (text: string): TemplateResult => html\`<p class=\${text}>\${text}</p>\`;`,
  },
  { folder: 'src/loader', code: `export const late = import('../widget/index.ts');` },
  { folder: 'src/backend', code: `export { SignJWT } from 'jose';` },
  {
    folder: 'src/service',
    code: `export { token } from '../backend/token.ts';\nexport { readFile } from 'node:fs/promises';`,
  },
  { folder: 'src/cli', code: `export { service } from '../service/index.ts';` },
];
