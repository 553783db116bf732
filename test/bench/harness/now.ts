// What workloads measure by: the clock, or with --cpu the time that the processors gave to this OS process, which says
// more on a machine that others use too. bench_clock.erl does the same.

let isByCpu = false;

/** The time in ns, from any start. */
export function now(): number {
  return isByCpu ? cpuTime() : performance.now() * 1e6;
}

/** The time in ns that all threads of the OS process have used. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

export function measureByCpu(): void {
  isByCpu = true;
}
