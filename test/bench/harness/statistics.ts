// What is made of the values of several runs.

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The value that a share `p` (0 to 1) of all values does not exceed. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? NaN;
}

/** The smallest and the largest value. */
export function spread(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

/**
 * How many times `over` is as large as `under`: the median of the quotients of runs that were made side by side, so that
 * what slows the machine down for a while slows both of a pair.
 */
export function ratioOf(over: readonly number[], under: readonly number[]): number {
  return median(over.map((value, index) => value / (under[index] ?? NaN)));
}
