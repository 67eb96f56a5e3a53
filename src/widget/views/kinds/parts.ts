/** Fields that belong together: an address, the ways to reach somebody. */
import { html, nothing } from 'lit/html.js';
import type { TemplateResult } from 'lit/html.js';

import { partsOf } from '../../../engine/index.ts';
import { parts as words } from '../../../protocol/words/en/kinds/parts.ts';
import type { AddressPart, ContactPart, QuestionOf } from '../../../protocol/question.ts';
import { wordsOf } from '../../strings/index.ts';
import { css } from '../../styles/css.ts';
import type { Ui } from '../ui.ts';
import type { Kinds, QuestionState } from './kind.ts';

const styles = css`
  .parts {
    display: grid;
    gap: 14px;
    margin-top: 16px;
  }
  .parts label {
    display: block;
    min-width: 0;
  }
  .parts [part='field'] {
    margin-top: 4px;
  }
  .parts span {
    font-size: 0.875em;
    font-weight: 650;
  }
  @container (min-width: 480px) {
    .parts {
      grid-template-columns: 1fr 1fr;
    }
    .parts .wide {
      grid-column: 1 / -1;
    }
  }
`;

type Part = AddressPart | ContactPart;

interface Look {
  readonly word: keyof typeof words;
  /** Autofill detail tokens (WHATWG HTML, "autofill"). */
  readonly autocomplete: string;
  readonly type?: 'email' | 'tel';
  readonly isWide?: boolean;
}

const LOOKS: Readonly<Record<Part, Look>> = {
  street: { word: 'street', autocomplete: 'street-address', isWide: true },
  city: { word: 'city', autocomplete: 'address-level2' },
  region: { word: 'region', autocomplete: 'address-level1' },
  postalCode: { word: 'postalCode', autocomplete: 'postal-code' },
  country: { word: 'country', autocomplete: 'country-name' },
  firstName: { word: 'firstName', autocomplete: 'given-name' },
  lastName: { word: 'lastName', autocomplete: 'family-name' },
  company: { word: 'company', autocomplete: 'organization', isWide: true },
  email: { word: 'emailPart', autocomplete: 'email', type: 'email' },
  phone: { word: 'phonePart', autocomplete: 'tel', type: 'tel' },
};

function partsView(
  question: QuestionOf<'address'> | QuestionOf<'contact'>,
  { value, fault, note }: QuestionState,
  ui: Ui,
): TemplateResult {
  const { id, optional = [] } = question;
  const texts = (value ?? {}) as Readonly<Record<string, string>>;
  const said = wordsOf(words, ui);
  const typed = (part: Part, text: string): void => {
    const { [part]: _before, ...others } = texts;
    ui.type(id, text === '' ? others : { ...others, [part]: text });
  };
  return html`<div class="parts">
    ${partsOf(question).map((part) => {
      const { word, autocomplete, type = 'text', isWide } = LOOKS[part];
      const isOptional = (optional as readonly Part[]).includes(part);
      const text = texts[part] ?? '';
      const isWrong = fault !== undefined && (note === part || (!isOptional && text.trim() === ''));
      return html`<label class=${isWide ? 'wide' : ''}>
        <span>${said[word]}</span
        >${isOptional ? html` <small>${ui.strings.optional}</small>` : nothing}
        <input
          part="field"
          type=${type}
          autocomplete=${autocomplete}
          aria-required=${!isOptional}
          aria-invalid=${isWrong}
          aria-describedby="${id}-fault"
          .value=${text}
          @input=${({ target }: Event) => typed(part, (target as HTMLInputElement).value)}
          @change=${ui.commit}
        />
      </label>`;
    })}
  </div>`;
}

export const kinds: Kinds = {
  address: { frame: 'group', view: partsView, styles, words },
  contact: { frame: 'group', view: partsView, styles, words },
};
