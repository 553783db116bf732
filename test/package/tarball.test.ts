// The published package, from the outside: what is in it, that every sub-path resolves for Node and for TypeScript,
// and that programs written against it compile and run.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Packed } from './packed.js';
import { pack } from './packed.js';
import { programs } from './programs.js';
import { manifest, root, run, tool } from './project.js';

let packed: Packed;
beforeAll(async () => {
  packed = await pack();
});
afterAll(() => packed.remove());

it('holds no test and no example', async () => {
  const files = (await run('tar', ['-tzf', packed.tarball])).trim().split('\n');
  expect(files).toContain('package/dist/lib/index.js');
  expect(files.filter((file) => /\.test\.|\/examples\/|\/fixtures\/|\.tsbuildinfo$/.test(file))).toEqual([]);
});

it('declares no type as any', () => {
  const installed = path.join(packed.consumer, 'node_modules', manifest.name, 'dist');
  const declarations = readdirSync(installed, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.d.ts'),
  );
  const code = (file: string) => readFileSync(path.join(installed, file), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
  expect(declarations.length).toBeGreaterThan(100);
  expect(declarations.filter((file) => /\bany\b/.test(code(file)))).toEqual([]);
});

it('passes publint', async () => {
  await run(tool('publint'), ['run', packed.tarball, '--strict']);
});

it('passes "are the types wrong" as an ESM-only package', async () => {
  await run(tool('attw'), [packed.tarball, '--profile', 'esm-only']);
});

it.each(Object.keys(manifest.exports).filter((subPath) => !subPath.endsWith('.json')))(
  'Node imports the sub-path %s',
  async (subPath) => {
    const name = path.posix.join(manifest.name, subPath);
    const code = `await import('${name}'); console.log('imported')`;
    expect(await run(process.execPath, ['--input-type=module', '--eval', code], packed.consumer)).toBe('imported\n');
  },
);

it('the regent command tells how it is used', async () => {
  expect(await run(path.join('node_modules', '.bin', 'regent'), ['--help'], packed.consumer)).toMatch(/usage: regent/i);
});

describe.each([
  ['node16', 'node16'],
  ['esnext', 'bundler'],
])('a TypeScript project with module %s and moduleResolution %s', (module, moduleResolution) => {
  const folder = () => path.join(packed.consumer, moduleResolution);

  beforeAll(() => {
    mkdirSync(folder());
    const typeRoots = [path.join(root, 'node_modules', '@types')];
    const compilerOptions = { module, moduleResolution, target: 'es2022', strict: true, types: ['node'], typeRoots };
    const options = {
      ...compilerOptions,
      rootDir: '.',
      outDir: 'out',
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
    };
    writeFileSync(
      path.join(folder(), 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['*.ts'] }),
    );
    programs.forEach(({ code }, index) => writeFileSync(path.join(folder(), `program${index}.ts`), code));
  });

  it('compiles every program', async () => {
    await run(tool('tsc'), ['-p', folder()], packed.consumer);
  });

  it.each(programs.map(({ title, prints }, index) => ({ title, prints, index })))('runs $title', async (program) => {
    const compiled = path.join(folder(), 'out', `program${program.index}.js`);
    expect(await run(process.execPath, [compiled], packed.consumer)).toBe(program.prints);
  });
});
