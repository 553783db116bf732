// Where things are: this file runs from its compiled copy in the build folder.
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package that run.mjs compiled: library, workloads and harness. */
export const buildFolder = fileURLToPath(new URL('../../../', import.meta.url));

/** The project. */
export const root = path.resolve(buildFolder, '../../..');

/** The sources of the benchmarks. */
export const benchFolder = path.join(root, 'test/bench');

/** Kept between runs: other versions of Node.js. REGENT_BENCH_CACHE puts it elsewhere. */
export const cacheFolder =
  process.env['REGENT_BENCH_CACHE'] ??
  path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'regent-bench');

/** Of this run alone; the caller removes it. Inside the project, so that the library finds its dependencies. */
export const runFolder = path.join(root, '.cache/bench', `run-${process.pid}`);
