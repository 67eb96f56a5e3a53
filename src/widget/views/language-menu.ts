/** The survey's languages to choose from: a list that the system opens, each by its own name. */
import { html } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

export function languageMenu(
  languages: readonly string[],
  lang: string,
  label: string,
  choose: (lang: string) => void,
): TemplateResult {
  const change = ({ currentTarget }: Event): void => {
    const list = currentTarget as HTMLSelectElement;
    const { value } = list;
    // It says what is spoken, not what is asked for: the service may be out of reach.
    list.value = lang;
    choose(value);
  };
  return html`<select part="language" class="languages" aria-label=${label} @change=${change}>
    ${languages.map(
      (tag) =>
        html`<option value=${tag} lang=${tag} .selected=${tag === lang}>${nameOf(tag)}</option>`,
    )}
  </select>`;
}

/** "Deutsch", "русский", "العربية": what its speakers look for. */
function nameOf(tag: string): string {
  try {
    const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
  } catch {
    return tag; // A browser without such names, or a tag that it does not know.
  }
}
