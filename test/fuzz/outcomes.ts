/** What came of the cases: how often, by what they were, and which broke a promise. */
export class Outcomes {
  readonly problems: string[] = [];
  readonly #counts = new Map<string, Map<string, number>>();

  add(kind: string, outcome: string): void {
    let counts = this.#counts.get(kind);
    if (counts === undefined) this.#counts.set(kind, (counts = new Map<string, number>()));
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }

  /** How often this came of a case, whatever its kind. */
  count(outcome: string): number {
    let sum = 0;
    for (const counts of this.#counts.values()) sum += counts.get(outcome) ?? 0;
    return sum;
  }

  problem(what: string): void {
    this.problems.push(what);
  }

  /** One line for each kind: `frames, cut off: 12 taken, 88 refused`. */
  lines(): readonly string[] {
    return [...this.#counts].map(([kind, counts]) => {
      const outcomes = [...counts].sort(([, one], [, other]) => other - one).map(([outcome, n]) => `${n} ${outcome}`);
      return `${kind}: ${outcomes.join(', ')}`;
    });
  }
}
