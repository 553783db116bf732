/**
 * What settles promises, and one that never settles.
 */

export type Settle = (value: unknown) => void;

/** Stands in for such a function before the promise is made, and once it must not be kept any longer. */
export const settleNothing: Settle = () => undefined;

/** What the code of a process that has ended waits for: it never settles. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
