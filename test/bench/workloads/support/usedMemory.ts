/** What the OS process keeps, in bytes, once all garbage is gone. `erlang:memory(total)`. */
export async function usedMemory(): Promise<number> {
  // Finalizers and weak references need a turn of the event loop to be done with.
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
