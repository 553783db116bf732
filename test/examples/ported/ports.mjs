// npm run ports: how many lines each program of examples/ported has in Erlang and in TypeScript, and their ratio. Empty lines and
// comments do not count, nor do the scenarios. Both sides say their types. Both are laid out as is usual, at most 120
// columns wide: TypeScript by prettier, Erlang as erlfmt does (ports.test.ts holds it to that): 4 columns a level, and what a
// clause does below its head.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../examples/ported', import.meta.url));

const programs = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()
  .map((name) => ({ name, erlang: linesOf(name, '.erl'), typescript: linesOf(name, '.ts') }));

const erlang = sum(programs.map((program) => program.erlang));
const typescript = sum(programs.map((program) => program.typescript));
for (const { name, erlang, typescript } of programs) {
  console.log(`${name}: ${erlang} Erlang, ${typescript} TypeScript, ratio ${ratio(typescript, erlang)}`);
}
console.log(
  `ports: ${programs.length} programs, ${erlang} Erlang, ${typescript} TypeScript, ratio ${ratio(typescript, erlang)}`,
);

function linesOf(program, extension) {
  const files = readdirSync(join(folder, program)).filter((file) => extname(file) === extension);
  const sources = files.filter((file) => !/_?scenario\./i.test(file));
  return sum(sources.map((file) => codeLines(readFileSync(join(folder, program, file), 'utf8'), extension)));
}

function codeLines(source, extension) {
  const code = extension === '.ts' ? source.replace(/^\s*\/\*[^]*?\*\/\s*$/gm, '') : source;
  const comment = extension === '.ts' ? /^\s*\/\// : /^\s*%/;
  return code.split('\n').filter((line) => line.trim() !== '' && !comment.test(line)).length;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function ratio(one, other) {
  return (one / other).toFixed(2);
}
