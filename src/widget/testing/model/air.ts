/** What is on its way between pages and service, and what the network makes of it. */
import type { Page } from './page.ts';

export interface Letter {
  readonly page: Page;
  readonly path: string;
  readonly body: string;
  readonly sentAt: number;
  /** Sent by a page that may be about to go: beside all others. */
  readonly isParting: boolean;
  /** What the service has said to it, once it has arrived; the reply is still on its way. */
  reply?: Promise<Response>;
  readonly answer: (reply: Response) => void;
  readonly fail: () => void;
}

export class Air {
  readonly letters: Letter[] = [];
  /** Given up by their senders, and not lost: they arrive some day. */
  readonly late: Letter[] = [];

  take(index: number): Letter | undefined {
    const [letter] = this.letters.splice(index % Math.max(1, this.letters.length), 1);
    return letter;
  }

  peek(index: number): Letter | undefined {
    return this.letters[index % Math.max(1, this.letters.length)];
  }

  /** Their page has ended, or has no patience left. */
  giveUp(letters: readonly Letter[], doArriveLate: boolean): void {
    for (const letter of letters) {
      const at = this.letters.indexOf(letter);
      if (at < 0) continue;
      this.letters.splice(at, 1);
      if (doArriveLate && letter.reply === undefined) this.late.push(letter);
      letter.fail();
    }
  }
}
