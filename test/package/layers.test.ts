// The import layers and the absence of cycles, type-only imports included. The second half proves that the rules bite.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcome, root, run } from './project.js';

it('every folder imports only leftward, and nothing imports in a circle', async () => {
  expect(await run('npm', ['run', '--silent', 'check:layers'])).toContain('no dependency violations found');
});

describe('the rules refuse', () => {
  const files = {
    'lib/index.ts': `export type { Up } from './terms/up.js'; export * from './strange/folder.js'; import './loose.js'; import './cli/main.js';`,
    'lib/loose.ts': `export {};`,
    'lib/cli/main.ts': `console.log('hello');`,
    'lib/strange/folder.ts': `export {};`,
    'lib/terms/up.ts': `import type { Down } from '../process/down.js'; export type Up = Down;`,
    'lib/process/down.ts': `import type { Up } from '../terms/up.js'; export type Down = Up | 1;`,
    'lib/process/index.ts': `export type Side = 1;`,
    'lib/process/inside.ts': `import type { Side } from './index.js'; export type Inside = Side;`,
    'lib/certs/key.ts': `import type { Side } from '../process/index.js'; export type Key = Side;`,
    'behaviours/index.ts': `import '../lib/process/inside.js'; import '../supervisors/index.js'; import 'fast-check';`,
    'supervisors/index.ts': `import 'regent-otp'; import './elixir/modules/task.js';`,
    'supervisors/elixir/index.ts': `export {};`,
    'supervisors/elixir/modules/task.ts': `import '../index.js';`,
    'test/kit/index.ts': `import '../other.js';`,
    'test/other.ts': `export {};`,
    'examples/demo/main.ts': `import 'regent-otp'; import '../../lib/index.js'; import '../../test/other.js';`,
  };
  const project = mkdtempSync(path.join(tmpdir(), 'regent-layers-'));
  let report: string;

  beforeAll(async () => {
    for (const config of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      cpSync(path.join(root, config), path.join(project, config));
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(project, 'node_modules'));
    for (const [file, code] of Object.entries(files)) {
      mkdirSync(path.join(project, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(project, file), code);
    }
    const { code, output } = await outcome('npm', ['run', '--silent', 'check:layers'], project);
    expect(code).not.toBe(0);
    report = output;
  });
  afterAll(() => rmSync(project, { recursive: true }));

  it.each([
    ['a cycle of types', /no-cycle: lib\/(terms\/up|process\/down)\.ts/],
    ['a lower layer that imports a higher one', 'lib-terms: lib/terms/up.ts → lib/process/down.ts'],
    ['a certificate module that knows processes', 'lib-certs: lib/certs/key.ts → lib/process/index.ts'],
    ['a folder of lib without a layer', 'lib-known-folder: lib/index.ts → lib/strange/folder.ts'],
    ['a file of lib outside its folders', 'lib-known-folder: lib/index.ts → lib/loose.ts'],
    ['an import of the command line', 'cli-is-a-leaf: lib/index.ts → lib/cli/main.ts'],
    ['a folder that imports its own index', 'own-sub-index: lib/process/inside.ts → lib/process/index.ts'],
    ['a behaviour that reaches into lib', 'behaviours: behaviours/index.ts → lib/process/inside.ts'],
    ['a behaviour that imports a supervisor', 'behaviours: behaviours/index.ts → supervisors/index.ts'],
    ['a development dependency in published code', /declared-dependencies: behaviours\/index\.ts → .*fast-check/],
    ['published code that imports its own package', 'sources-by-path: supervisors/index.ts → lib/index.ts'],
    [
      'a supervisor that imports a module of Elixir',
      'elixir-is-on-top: supervisors/index.ts → supervisors/elixir/modules/task.ts',
    ],
    [
      'a module of Elixir that imports its own index',
      'own-elixir-index: supervisors/elixir/modules/task.ts → supervisors/elixir/index.ts',
    ],
    ['a kit that imports a test', 'kit: test/kit/index.ts → test/other.ts'],
    ['an example that reaches into the sources', 'examples-by-package-name: examples/demo/main.ts → lib/index.ts'],
    ['an example that imports a test', 'nothing-imports-tests: examples/demo/main.ts → test/other.ts'],
  ])('%s', (_title, violation) => {
    expect(report).toMatch(violation);
  });
});
