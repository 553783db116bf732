// Compiles the library together with the benchmarks into .cache/bench/build, which becomes a package of its own: there
// 'regent-otp' is the library just compiled, so that no run ever depends on what `npm run build` left in dist.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const build = path.join(root, '.cache/bench/build');

/** The URL of a compiled module, given by its path in the project. */
export async function compiled(file) {
  mkdirSync(build, { recursive: true });
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', path.join(root, 'test/bench/tsconfig.build.json'), '--pretty', 'false'];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) warn(stdout.split('\n').filter((line) => line.includes('error TS')));
  writeFileSync(path.join(build, 'package.json'), JSON.stringify(packageJson, null, 2));
  return pathToFileURL(path.join(build, file)).href;
}

function warn(errors) {
  const first = errors.slice(0, 5).join('\n');
  process.stderr.write(`The compiler found ${errors.length} errors; what it made is run all the same.\n${first}\n\n`);
}

const packageJson = {
  name: 'regent-otp',
  type: 'module',
  exports: {
    '.': './lib/index.js',
    './behaviours': './behaviours/index.js',
    './supervisors': './supervisors/index.js',
    './certs': './lib/certs/index.js',
    './testing': './test/kit/index.js',
  },
};
