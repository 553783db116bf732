// Compiles the library together with a folder of programs beside its tests, by the tsconfig.build.json that lies there, into
// a package of its own in .cache: there 'regent-otp' is the library just compiled, so that no run ever depends on what
// `npm run build` left in dist.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The URL of a compiled module, given by its path in the folder `test/<folder>`. */
export async function compiled(folder, file) {
  const build = path.join(root, '.cache', folder, 'build');
  mkdirSync(build, { recursive: true });
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', path.join(root, 'test', folder, 'tsconfig.build.json'), '--pretty', 'false'];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) warn(stdout.split('\n').filter((line) => line.includes('error TS')));
  writeFileSync(path.join(build, 'package.json'), JSON.stringify(packageJson, null, 2));
  return pathToFileURL(path.join(build, 'test', folder, file)).href;
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
    './beam': './behaviours/beam/index.js',
    './certs': './lib/certs/index.js',
    './testing': './test/kit/index.js',
  },
};
