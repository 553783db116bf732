// The compiled sources, for programs that run in an OS process of their own. Compiled once in a test run, when the first
// test asks for them; test files in other workers wait for that.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const compiler = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** The folder of the compiled package. Programs in it import 'regent-otp' and find these. */
export async function built(): Promise<string> {
  const folder = inject('buildFolder');
  const marker = path.join(folder, 'built');
  if (existsSync(marker)) return folder;
  if (isFirst(folder)) {
    await compile(folder);
    writeFileSync(marker, '');
  } else {
    await appears(folder, marker);
  }
  return folder;
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(path.join(folder, 'building'));
    return true;
  } catch {
    return false;
  }
}

// Wrong types do not keep the compiler from emitting; `npm run check` is the place to hear of them.
function compile(folder: string): Promise<void> {
  const options = [
    '-p',
    'test/soak/tsconfig.build.json',
    '--outDir',
    folder,
    '--incremental',
    'false',
    '--tsBuildInfoFile',
    'null',
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [compiler, ...options], { cwd: root }, (error, stdout) => {
      if (existsSync(path.join(folder, 'lib', 'index.js'))) resolve();
      else reject(new Error(`the sources do not compile: ${stdout}`, { cause: error }));
    });
  });
}

function appears(folder: string, file: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, look);
    look();
    function look(): void {
      if (!existsSync(file)) return;
      watcher.close();
      resolve();
    }
  });
}
