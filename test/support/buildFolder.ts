// Global setup of the test runner: a folder for the compiled sources that child programs run (see built.ts). It lies in
// the project, so that programs in it find the dependencies, and carries the package's name, so that they import it as
// users do.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    buildFolder: string;
  }
}

const root = fileURLToPath(new URL('../../', import.meta.url));

let folder: string;

export function setup(project: TestProject): void {
  const cache = path.join(root, '.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(path.join(cache, 'build-'));
  const manifest = readFileSync(path.join(root, 'package.json'), 'utf8').replaceAll('./dist/', './');
  writeFileSync(path.join(folder, 'package.json'), manifest);
  project.provide('buildFolder', folder);
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}
