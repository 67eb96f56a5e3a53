import type { Plugin } from 'vite';

/** The folders whose templates are written for people, and sent to phones. */
const templates = /[\\/]src[\\/]widget[\\/](?:views|styles|themes)[\\/](?:kinds[\\/])?[\w-]+\.ts$/;

/**
 * Takes the white space out of `css` and `html` templates, which the minifier leaves as they are: a string is
 * a string. Line breaks between tags go; within a text they become one space, as a browser shows them.
 */
export function compactTemplates(): Plugin {
  return {
    name: 'otklik-templates',
    apply: 'build',
    transform(code, id) {
      if (!templates.test(id.split('?')[0] ?? '')) return undefined;
      return { code: compactHtml(compactCss(code)), map: null };
    },
  };
}

/** Only inside of `css` templates, which hold no other template. */
export function compactCss(code: string): string {
  return code.replaceAll(/\bcss`([^`]*)`/g, (_all, css: string) => `css\`${compactSheet(css)}\``);
}

export function compactSheet(css: string): string {
  return css
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,]) ?/g, '$1')
    .replaceAll(': ', ':')
    .replaceAll(/;(?=\})/g, '')
    .trim();
}

/** Between tags and holes, a line break with its indent; inside of a tag, one space is left. */
export function compactHtml(code: string): string {
  return code
    .replaceAll(/>\s*\n\s*(?=<|\$\{)/g, '>')
    .replaceAll(/\}\s*\n\s*(?=<\/|<[a-z])/g, '}')
    .replaceAll(/(<[a-z]+|=\$\{[^{}`]*\}|="[^"`]*"|\b[a-z-]+)\n\s+(?=[@.a-z-]+=|\/?>)/g, '$1 ')
    .replaceAll(/ (\/?>)(?=[<$`])/g, '$1');
}
