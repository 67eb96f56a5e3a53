import type { Words } from './words.ts';

/** What is on the shelf. `leaf` names the drawing's colours in shop.css. */
export interface Tea {
  readonly id: 'sencha' | 'oolong' | 'black';
  readonly price: number;
  readonly minutes: number;
  readonly degrees: number;
}

export const teas: readonly [Tea, ...Tea[]] = [
  { id: 'sencha', price: 890, minutes: 2, degrees: 75 },
  { id: 'oolong', price: 1240, minutes: 4, degrees: 90 },
  { id: 'black', price: 640, minutes: 5, degrees: 96 },
];

export function teaById(id: string | undefined): Tea | undefined {
  return teas.find((tea) => tea.id === id);
}

/** A price as this language writes it. */
export function price(tea: Tea, words: Words): string {
  return `${tea.price.toLocaleString(words.locale)} ₽`;
}
