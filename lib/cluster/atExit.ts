/**
 * What is done when the OS process exits, as by `process.exit()`: connections end at once. The system would end them only
 * after it has taken back the memory, which takes some 10 ms for 100 MB; so long nobody else would know that the node is gone.
 */
const actions = new Set<() => void>();

/** Has something done at the exit, which must be done when it returns; what this returns takes that back. */
export function atExit(action: () => void): () => void {
  if (actions.size === 0) process.on('exit', doAll);
  actions.add(action);
  return () => {
    actions.delete(action);
    if (actions.size === 0) process.off('exit', doAll);
  };
}

function doAll(): void {
  for (const action of actions) action();
}
