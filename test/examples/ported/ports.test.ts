// The measure of the ports, and the layout that makes it mean something.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../package/project.js';
import { programs, sourcesOf } from './programs.js';

const originals = programs.flatMap((program) => sourcesOf(program, '.erl'));

/** "file:line" of the code of the originals that a test tells. */
function linesWhere(test: (line: string) => boolean): readonly string[] {
  return originals.flatMap((file) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    return lines.flatMap((line, index) => (test(line) ? [`${path.basename(file)}:${index + 1}`] : []));
  });
}

test('the ports have at most 1.15 lines for each line of Erlang', () => {
  const printed = execFileSync(process.execPath, [path.join(root, 'test/examples/ported/ports.mjs')], {
    encoding: 'utf8',
  });
  const lines = printed.trimEnd().split('\n');
  const form = /^ports: (\d+) programs, (\d+) Erlang, (\d+) TypeScript, ratio (\d\.\d\d)$/;
  const [, count, erlang, typescript, ratio] = form.exec(lines.at(-1)!)!.map(Number);
  const each = lines.slice(0, -1).map((line) => /^(\w+): (\d+) Erlang, (\d+) TypeScript, ratio \d\.\d\d$/.exec(line)!);
  expect(each.map(([, name]) => name)).toEqual(programs);
  expect(count).toBe(programs.length);
  expect(erlang).toBe(each.reduce((sum, [, , lines]) => sum + Number(lines), 0));
  expect(typescript).toBe(each.reduce((sum, [, , , lines]) => sum + Number(lines), 0));
  expect(ratio).toBe(Number((typescript! / erlang!).toFixed(2)));
  expect(typescript! / erlang!).toBeLessThanOrEqual(1.15);
});

test('the originals are as wide as the ports may be', () => {
  expect(linesWhere((line) => line.length > 120)).toEqual([]);
});

test('what a clause does stands below its head, as prettier has it for functions', () => {
  const isOneLine = (line: string) => /->\s*\S/.test(line) && !/\bfun\b|^-(spec|type)/.test(line);
  expect(linesWhere(isOneLine)).toEqual([]);
});

test('levels are 4 columns wide', () => {
  expect(linesWhere((line) => / /.test(line) && /^( *)\S/.exec(line)![1]!.length % 4 !== 0)).toEqual([]);
});

test('the ports are laid out by prettier alone', () => {
  const ports = programs.flatMap((program) => sourcesOf(program, '.ts'));
  expect(ports.filter((file) => readFileSync(file, 'utf8').includes('prettier-ignore'))).toEqual([]);
});
