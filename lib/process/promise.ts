/**
 * What settles promises, and one that never settles.
 */

export type Settle = (value: unknown) => void;

/** Stands for a function that settles a promise where there is none. */
export const settleNothing: Settle = () => undefined;

/** What the code of a process that has ended waits for: it never settles. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
