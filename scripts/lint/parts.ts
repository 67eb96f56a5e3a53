/**
 * The dependency rule, in one place: what a file of each part may import. The compiler enforces the
 * arrows between parts as well (references in each tsconfig.json); this table also covers packages,
 * node's own modules, dynamic imports, and the finer rules inside a part.
 */
export type Part = {
  /** Parts of src/ that may be imported by relative path; the part itself always may. */
  readonly parts: readonly string[];
  /** Packages that may be imported, subpaths included; `node:*` stands for node's own modules. */
  readonly packages: readonly string[] | 'any';
  /** Packages that may not, although `packages` is 'any'. */
  readonly never?: readonly string[];
};

const browserPackages = ['lit', 'idb-keyval', '@lit', 'lit-html', 'lit-element'];

export const parts: Readonly<Record<string, Part>> = {
  protocol: { parts: [], packages: ['zod/mini'] },
  engine: { parts: ['protocol'], packages: [] },
  widget: { parts: ['engine', 'protocol'], packages: ['lit/html.js', 'idb-keyval'] },
  loader: { parts: ['widget', 'engine', 'protocol'], packages: [] },
  worker: { parts: ['widget', 'engine', 'protocol'], packages: ['idb-keyval'] },
  push: { parts: ['widget', 'protocol'], packages: [] },
  frameworks: { parts: ['widget'], packages: ['react', 'vue', 'svelte'] },
  backend: { parts: ['protocol'], packages: ['jose', 'uqr'] },
  service: { parts: ['engine', 'protocol', 'backend'], packages: 'any', never: browserPackages },
  cli: {
    parts: ['service', 'backend', 'engine', 'protocol'],
    packages: 'any',
    never: browserPackages,
  },
  console: { parts: ['protocol'], packages: ['lit'] },
  demo: { parts: [], packages: 'any' },
  e2e: { parts: [], packages: 'any' },
  scripts: { parts: [], packages: 'any' },
};

/** Only these files of the widget know Lit, and only its templates: the element, its base and its views. */
export const litFiles: readonly RegExp[] = [
  /^widget\/(otklik-survey|updating-element)\.ts$/,
  /^widget\/views\//,
];

/** Of the widget, what knows no document: its store, its courier, and what they are made of. */
export const documentless: Readonly<Record<string, RegExp>> = {
  worker: /^widget\/(courier|record|session|stored|store\/[a-z-]+)\.ts$/,
  push: /^widget\/(problem|session|session-reply|token-claims)\.ts$/,
};

/** Of the backend SDK the service may use the formats of what both make: tokens, links, push payloads, app files. */
export const sharedFormats =
  /^backend\/(token[a-z-]*|deep-link|page-address|push-[a-z-]+|association-files)\.ts$/;
