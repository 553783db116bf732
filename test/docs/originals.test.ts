/** The blocks of Erlang and Elixir in README and in the pages of docs parse, and call what there is. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { hasElixir, hasErlang } from '../support/erlang.js';
import { pagesIn } from '../support/examples.js';

const tools = {
  erlang: ['escript', 'check_erlang.escript', hasErlang],
  elixir: ['elixir', 'check_elixir.exs', hasElixir],
} as const;
type Language = keyof typeof tools;

/** What the docs tell of, and releases that are older than theirs have not. */
const newer = [
  'application:get_supervisor/1',
  'proc_lib:init_fail/2',
  'PartitionSupervisor.resize!/2',
  'Registry.lock/3',
].map((name) => `there is no ${name}`);

interface Block {
  readonly page: string;
  /** Where the first line of its text is. */
  readonly line: number;
  readonly text: string;
}

function blocksIn(page: string, language: Language): readonly Block[] {
  const text = readFileSync(page, 'utf8');
  return Array.from(text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm))
    .filter(([, name]) => name === language)
    .map(({ index, 2: block = '' }) => ({ page, line: text.slice(0, index).split('\n').length + 1, text: block }));
}

/** `page:line: what is wrong` for each mistake. */
function mistakesIn(language: Language, blocks: readonly Block[]): readonly string[] {
  const [command, script] = tools[language];
  const folder = mkdtempSync(join(tmpdir(), 'regent-blocks-'));
  try {
    const files = blocks.map(({ text }, index) => {
      const file = join(folder, String(index));
      writeFileSync(file, text);
      return file;
    });
    const path = fileURLToPath(new URL(`originals/${script}`, import.meta.url));
    const output = execFileSync(command, [path, ...files], { encoding: 'utf8' });
    return output
      .split('\n')
      .filter((line) => line !== '' && !newer.some((missing) => line.endsWith(missing)))
      .map((line) => {
        const [, index, at, what] = /^.*\/(\d+):(\d+): (.*)$/.exec(line) ?? [];
        const { page, line: first } = blocks[Number(index)]!;
        return what === undefined ? line : `${page}:${first + Number(at) - 1}: ${what}`;
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const block = (text: string): Block => ({ page: 'page.md', line: 10, text });

test.skipIf(!hasErlang)('blocks of Erlang parse, pass the linter and call what OTP has', { timeout: 60_000 }, () => {
  const blocks = ['README.md', ...pagesIn('docs')].flatMap((page) => blocksIn(page, 'erlang'));
  expect(blocks.length).toBeGreaterThan(50);
  expect(mistakesIn('erlang', blocks)).toEqual([]);
});

test.skipIf(!hasElixir)('blocks of Elixir parse, and call what Elixir has', { timeout: 60_000 }, () => {
  const blocks = ['README.md', ...pagesIn('docs')].flatMap((page) => blocksIn(page, 'elixir'));
  expect(blocks.length).toBeGreaterThan(15);
  expect(mistakesIn('elixir', blocks)).toEqual([]);
});

test.skipIf(!hasErlang)('a mistake in a block of Erlang is told with its page and line', { timeout: 60_000 }, () => {
  const blocks = [
    block('f(X) -> X;\ng(Y) -> Y.\n'),
    block('ok = gen_server:calls(a),\nlists:map(fun f/1, L).\n'),
    block('[X || X <- .\n'),
    block('State#account{owner = me}, mine:own(State)'),
  ];
  expect(mistakesIn('erlang', blocks)).toEqual([
    expect.stringContaining('page.md:11: head mismatch'),
    'page.md:10: there is no gen_server:calls/1',
    expect.stringContaining('page.md:10: syntax error'),
  ]);
});

test.skipIf(!hasElixir)('a mistake in a block of Elixir is told with its page and line', { timeout: 60_000 }, () => {
  const blocks = [
    block('Agent.start_link(fn -> 1 end)\nAgent.gets(pid)\n'),
    block('defmodule A do\n'),
    block('pid |> Agent.get(& &1)'),
  ];
  expect(mistakesIn('elixir', blocks)).toEqual([
    'page.md:11: there is no Agent.gets/1',
    expect.stringContaining('page.md:'),
  ]);
});
