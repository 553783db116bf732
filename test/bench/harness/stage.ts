// A copy of a build of Regent with the workloads beside it, so that nothing changes under a run that is going on.
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { execute } from './execute.js';
import { buildFolder, root, runFolder } from './folders.js';

/**
 * @param label names the copy
 * @param dist a build made elsewhere: what `npm run build` makes, or the folder of a package; `git:REV` for
 *   the sources at a commit, undefined for those in the project's folders
 * @returns the folder of the copy
 */
export async function stage(label: string, dist: string | undefined): Promise<string> {
  const folder = path.join(runFolder, label);
  mkdirSync(folder, { recursive: true });
  cpSync(buildFolder, folder, { recursive: true });
  if (dist === undefined) return folder;
  if (dist.startsWith('git:')) dist = await compiledRevision(dist.slice(4), label);
  const made = buildIn(dist);
  for (const part of ['lib', 'behaviours', 'supervisors']) {
    rmSync(path.join(folder, part), { recursive: true });
    cpSync(path.join(made, part), path.join(folder, part), { recursive: true });
  }
  return folder;
}

function buildIn(folder: string): string {
  const made = [path.join(folder, 'dist'), folder].find((candidate) =>
    existsSync(path.join(candidate, 'lib/index.js')),
  );
  if (made === undefined) throw new Error(`${folder} holds no build of Regent: there is no lib/index.js`);
  return made;
}

async function compiledRevision(revision: string, label: string): Promise<string> {
  const folder = path.join(runFolder, `${label}-sources`);
  mkdirSync(folder, { recursive: true });
  const archive = path.join(folder, 'sources.tar');
  await execute('git', ['-C', root, 'archive', '-o', archive, revision]);
  await execute('tar', ['-xf', archive, '-C', folder]);
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  // It emits in spite of errors, of which the sources of a commit may have some.
  await execute(process.execPath, [compiler, '-p', path.join(folder, 'tsconfig.build.json')]).catch(() => undefined);
  return folder;
}
