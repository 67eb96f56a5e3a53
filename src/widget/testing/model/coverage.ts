/** What has happened in the histories that were played: a history in which nothing happens proves nothing. */
export class Coverage {
  readonly counts: Record<string, number> = {};

  met(state: string): void {
    this.counts[state] = (this.counts[state] ?? 0) + 1;
  }

  add({ counts }: Pick<Coverage, 'counts'>): void {
    for (const [state, count] of Object.entries(counts)) {
      this.counts[state] = (this.counts[state] ?? 0) + count;
    }
  }
}
