// The page docs/performance.md: what is measured is written between the comments <!-- NAME --> and <!-- /NAME -->.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './folders.js';

const file = path.join(root, 'docs/performance.md');

export function writeSection(name: string, markdown: string): void {
  const text = readFileSync(file, 'utf8');
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no place for ${name}: ${start} ... ${end}`);
  writeFileSync(file, `${text.slice(0, from)}${start}\n\n${markdown}\n\n${text.slice(to)}`);
}
