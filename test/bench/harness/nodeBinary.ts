// Other versions of Node.js, from the registry's binary packages.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { execute } from './execute.js';
import { cacheFolder } from './folders.js';

/**
 * The executable of a Node.js, fetched if it is not there yet.
 *
 * @param major its major version; undefined for the one that runs this
 */
export async function nodeBinary(major: string | undefined): Promise<string> {
  if (major === undefined || process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.join(cacheFolder, `${name}-${major}`);
  const binary = path.join(folder, 'node_modules', name, 'bin/node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    const quiet = ['--silent', '--no-save', '--no-audit', '--no-fund'];
    await execute('npm', ['install', ...quiet, '--prefix', folder, `${name}@${major}`], {}, 600);
  }
  return binary;
}
