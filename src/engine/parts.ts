/** The fields of an address or a contact. */
import type { AddressPart, ContactPart, QuestionOf } from '../protocol/index.ts';

/** In the order in which most people write them; other parts are asked for by name. */
const ADDRESS: readonly AddressPart[] = ['street', 'postalCode', 'city', 'country'];
const CONTACT: readonly ContactPart[] = ['firstName', 'lastName', 'email', 'phone'];

export function partsOf(
  question: QuestionOf<'address'> | QuestionOf<'contact'>,
): readonly (AddressPart | ContactPart)[] {
  return question.parts ?? (question.type === 'address' ? ADDRESS : CONTACT);
}
