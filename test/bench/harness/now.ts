/** The time in ns, from any start: what workloads measure by. `erlang:monotonic_time(nanosecond)`. */
export function now(): number {
  return performance.now() * 1e6;
}
