// A copy of a build of Regent with the workloads beside it, so that nothing changes under a run that is going on.
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildFolder, runFolder } from './folders.js';

/**
 * @param label names the copy
 * @param dist a build made elsewhere: what `npm run build` makes, or the folder of a package; undefined for the sources
 * @returns the folder of the copy
 */
export function stage(label: string, dist: string | undefined): string {
  const folder = path.join(runFolder, label);
  mkdirSync(folder, { recursive: true });
  cpSync(buildFolder, folder, { recursive: true });
  if (dist === undefined) return folder;
  const made = [dist, path.join(dist, 'dist')].find((candidate) => existsSync(path.join(candidate, 'lib/index.js')));
  if (made === undefined) throw new Error(`${dist} holds no build of Regent: there is no lib/index.js`);
  for (const part of ['lib', 'behaviours', 'supervisors']) {
    rmSync(path.join(folder, part), { recursive: true });
    cpSync(path.join(made, part), path.join(folder, part), { recursive: true });
  }
  return folder;
}
