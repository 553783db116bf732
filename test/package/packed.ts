// The package as the registry would get it: built and packed from a copy of the sources, so that neither dist nor
// a test beside this one is disturbed, then installed in an empty project.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root, run, tool } from './project.js';

const packedFrom = [
  ...['lib', 'behaviours', 'supervisors', 'test/kit', 'examples', 'docs'],
  ...['package.json', 'tsconfig.json', 'tsconfig.build.json', 'README.md', 'CHANGELOG.md', 'LICENSE'],
];

export type Packed = {
  /** The packed archive. */
  readonly tarball: string;
  /** An empty ESM project with the archive installed. */
  readonly consumer: string;
  readonly remove: () => void;
};

/** Builds, packs and installs. Needs the package registry (or npm's cache of it) for the run-time dependencies. */
export async function pack(): Promise<Packed> {
  const folder = mkdtempSync(path.join(tmpdir(), 'regent-package-'));
  const copy = path.join(folder, 'copy');
  const consumer = path.join(folder, 'consumer');
  mkdirSync(consumer);
  for (const entry of packedFrom) {
    const from = path.join(root, entry);
    if (existsSync(from)) cpSync(from, path.join(copy, entry), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  await run(tool('tsc'), ['-p', 'tsconfig.build.json'], copy);
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], copy);
  const tarball = path.join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? 'no archive');
  writeFileSync(path.join(consumer, 'package.json'), '{ "private": true, "type": "module" }\n');
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], consumer);
  return { tarball, consumer, remove: () => rmSync(folder, { recursive: true }) };
}
