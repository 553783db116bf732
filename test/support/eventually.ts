// Waits for what comes about by itself and sends no signal that a test could wait for.

/** Looks at every turn of the event loop, until it holds; a test's timeout ends it. */
export async function eventually(holds: () => unknown): Promise<void> {
  while ((await holds()) !== true) await new Promise((resolve) => setImmediate(resolve));
}
