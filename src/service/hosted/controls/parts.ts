/** Fields that belong together: an address, the ways to reach somebody. */
import { partsOf } from '../../../engine/index.ts';
import type { AddressPart, ContactPart, QuestionOf } from '../../../protocol/index.ts';
import type { KindWords } from '../../../protocol/words/words.ts';
import { attributes, markup } from '../html.ts';
import type { Html } from '../html.ts';
import type { Speech } from '../speech.ts';
import { partName } from './control.ts';
import type { ControlState } from './control.ts';

type Part = AddressPart | ContactPart;

interface Look {
  readonly word: keyof KindWords['parts'];
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

export function partsControls(
  question: QuestionOf<'address' | 'contact'>,
  { value, fault }: ControlState,
  { words }: Speech,
): Html {
  const { id, optional = [] } = question;
  const texts = (value ?? {}) as Readonly<Record<string, string>>;
  const fields = partsOf(question).map((part) => {
    const { word, autocomplete, type = 'text', isWide } = LOOKS[part];
    const isOptional = (optional as readonly Part[]).includes(part);
    const text = texts[part] ?? '';
    const input = attributes({
      name: partName(id, part),
      type,
      autocomplete,
      placeholder: ' ',
      value: text || undefined,
      'aria-required': String(!isOptional),
      'aria-invalid': String(fault !== undefined && !isOptional && text.trim() === ''),
      'aria-describedby': `${id}-fault`,
    });
    const note = isOptional ? markup` <small>${words.optional}</small>` : '';
    return markup`<label${attributes({ class: isWide && 'wide' })}><span>${words[word]}</span>${note}<input part="field"${input}></label>`;
  });
  return markup`<div class="parts">${fields}</div>`;
}
