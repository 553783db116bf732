/**
 * A promise together with the functions that settle it. One executor serves all of them: a closure for each would cost as
 * much as the promise itself.
 */

export type Settle = (value: unknown) => void;

/** What the executor of the promise made last was given. Read it before anything else runs. */
export const captured = { resolve: undefined as unknown as Settle, reject: undefined as unknown as Settle };

export function capture(resolve: Settle, reject: Settle): void {
  captured.resolve = resolve;
  captured.reject = reject;
}

/** Lets go of the promise made last: whoever waits for it, and their node, would be kept until there is another. */
export function forgetCaptured(): void {
  void new Promise(capture);
}

/** What the code of a process that has ended waits for: it never settles. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
