/** The page about reign names tests that there are. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const page = readFileSync('docs/reign.md', 'utf8');

/** `[docs/reign.test.ts](../test/docs/reign.test.ts): the title of a test`, up to the end of the cell. */
const named = [...page.matchAll(/\]\(\.\.\/(test\/[^)]+)\)(?:: ([^|]*?))? *(?=<br>|\|)/g)].map(([, file, title]) => ({
  file: file!,
  title,
}));

test('there are many', () => {
  expect(named.length).toBeGreaterThan(60);
});

test.each(named)('$file: $title', ({ file, title }) => {
  expect(existsSync(join('.', file))).toBe(true);
  if (title !== undefined) expect(readFileSync(file, 'utf8').replaceAll('\\\\', '')).toContain(title);
});
