// Whether garbage is collected. Needs --expose-gc, which the test runner's workers have.

const collectGarbage = (globalThis as { gc?: () => void }).gc!;

/**
 * Collects garbage until something holds that follows from it, and lets finalizers run in between. False if it does not
 * hold after many rounds.
 */
export async function eventuallyCollected(holds: () => boolean): Promise<boolean> {
  for (let round = 0; round < 50 && !holds(); round++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  return holds();
}

/** How many of the references still lead to an object. */
export function living(references: readonly WeakRef<WeakKey>[]): number {
  return references.filter((reference) => reference.deref() !== undefined).length;
}
