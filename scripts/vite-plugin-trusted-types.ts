import type { Plugin } from 'vite';

/** `x.createPolicy('lit-html', {…})`, as Lit's source and its minified build both write it. */
const creation = /(\w+)\.createPolicy\(\s*(['"])lit-html\2\s*,\s*(\{[^{}]*\})\s*,?\s*\)/g;

/** The module of Lit that makes the policy, in its published and its development build. */
const litHtml = /[\\/]lit-html[\\/](?:development[\\/])?lit-html\.js(?:\?|$)/;

/**
 * Gives Lit's Trusted Types policy our own name, and makes its creation safe.
 *
 * Lit makes a policy named `lit-html` while it loads. On a page whose Content Security Policy lists
 * other names only, or where another Lit has already taken that name, this throws, and nothing after
 * it runs: the element would never be defined.
 *
 * With the plugin the policy is named as the host was told to allow. When it still cannot be made,
 * Lit goes on without one: its templates pass through the host's default policy where there is
 * one, and pages that only list names, without enforcing, see no difference. A second copy of the
 * script on one page is this case too, and it needs no policy, for the first copy owns the element.
 *
 * The policy stays private to the module on purpose. Kept on `globalThis` for other copies to reuse,
 * it would turn any string into trusted HTML for every script on the host's page.
 *
 * @param name what the host writes into its `trusted-types` directive
 */
export function trustedTypesPolicy(name: string): Plugin {
  let replaced = 0;
  return {
    name: 'otklik-trusted-types',
    apply: 'build',
    buildStart() {
      replaced = 0;
    },
    transform(code, id) {
      if (!litHtml.test(id)) return undefined;
      const result = renamePolicy(code, name);
      replaced += result.replaced;
      return { code: result.code, map: null };
    },
    buildEnd(error) {
      if (error !== undefined || replaced === 1) return;
      this.error(`Expected to rename one Trusted Types policy of Lit, found ${replaced}.`);
    },
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk' && /createPolicy\(\s*['"`]lit-html/.test(file.code)) {
          this.error(`${file.fileName} still makes the policy lit-html.`);
        }
      }
    },
  };
}

/** The same code with the policy renamed and its creation made safe, and how often it was found. */
export function renamePolicy(code: string, name: string): { code: string; replaced: number } {
  let replaced = 0;
  const renamed = code.replaceAll(creation, (_all, factory: string, _quote, rules: string) => {
    replaced += 1;
    return `(() => { try { return ${factory}.createPolicy(${JSON.stringify(name)}, ${rules}); } catch {} })()`;
  });
  return { code: renamed, replaced };
}
