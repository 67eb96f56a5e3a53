/** Where replies are cut: each place in turn, for each kind of revision, so that none is left to chance. */
import type { Exchange, Fault, Place, Weather } from '../faulty-line.ts';
import type { Chance } from '../seeded.ts';

const PLACES = ['start', 'head', 'body', 'end', 'anywhere'] as const;
const KINDS = ['first', 'next', 'final'] as const;

export class Cuts {
  readonly kinds = PLACES.length * KINDS.length;
  readonly #turns = new Map<string, number>();

  /** Of `kinds`, those that have happened. */
  get met(): number {
    const turns = [...this.#turns.values()];
    return turns.reduce((sum, times) => sum + Math.min(times, PLACES.length), 0);
  }

  /** @param share of the replies that are cut */
  weather(share: number, chance: Chance): Weather {
    return (exchange) => {
      const drawn = chance.branch(exchange.index);
      const isMet = exchange.path === '/v1/responses' && drawn.happens(share);
      return isMet ? this.#next(exchange, drawn) : { kind: 'pass' };
    };
  }

  #next({ body }: Exchange, drawn: Chance): Fault {
    const kind = kindOf(body);
    const turn = this.#turns.get(kind) ?? 0;
    this.#turns.set(kind, turn + 1);
    const place = PLACES[turn % PLACES.length] ?? 'anywhere';
    const at: Place = place === 'anywhere' ? drawn.between(1, 700) : place;
    return { kind: 'cut-reply', at };
  }
}

function kindOf(body: string): (typeof KINDS)[number] {
  const { responses } = JSON.parse(body) as {
    responses: { readonly status: string; readonly revision: number }[];
  };
  const [first] = responses;
  if (first?.status === 'completed') return 'final';
  return first?.revision === 1 ? 'first' : 'next';
}
