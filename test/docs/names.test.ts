/** The functions that the porting guide names on the right are there. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as lib from 'regent-otp';
import * as behaviours from 'regent-otp/behaviours';
import * as supervisors from 'regent-otp/supervisors';
import { root } from '../package/project.js';

const names: Readonly<Record<string, unknown>> = { ...lib, ...behaviours, ...supervisors };
const guide = readFileSync(path.join(root, 'docs/porting-guide.md'), 'utf8');

/** The right column of the tables of a section. */
function rightOf(title: string): string {
  const section = guide.split(`### ${title}\n`)[1]!.split(/^##/m)[0]!;
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) => row.split(/(?<!\\)\|/)[2]).join('\n');
}

test.each(['Processes', 'Behaviours', 'ets', 'Timers', 'Nodes'])('those of the table of %s', (title) => {
  const text = rightOf(title);
  const members = [...text.matchAll(/\b([a-z]\w+)\.(\w+)\(?/g)].filter(
    ([, owner]) => typeof names[owner!] === 'object',
  );
  const missing = members.filter(([, owner, member]) => !Object.hasOwn(names[owner!] as object, member!));
  expect(missing.map(([whole]) => whole)).toEqual([]);
  expect(members.length + calls(text).length).toBeGreaterThan(5);
});

test.each(['Processes', 'Timers'])('those of the table of %s that stand alone', (title) => {
  expect(calls(rightOf(title)).filter((name) => typeof names[name] !== 'function')).toEqual([]);
});

/** What is called without an owner. */
function calls(text: string): readonly string[] {
  return [...text.matchAll(/(?<![.\w])([a-z]\w+)\(/g)].map(([, name]) => name!);
}
