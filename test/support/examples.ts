// The examples in docstrings and in pages, as programs that run: each `@example` block, and each block of TypeScript in a
// page, becomes a module whose function runs in a process of a fresh node. A statement that ends in `; // => value` asserts
// that its value equals that, as terms do.
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** An example of a source file. */
export interface Example {
  /** Where it stands: `behaviours/sys/module.ts:12`. */
  readonly place: string;
  readonly code: string;
}

/** What the module of an example exports. */
export interface ExampleModule {
  readonly example: (equal: (actual: unknown, expected: unknown) => void) => Promise<void>;
}

/** All examples below a folder of the project. */
export function examplesIn(folder: string): readonly Example[] {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => examplesOf(path.join(folder, file)));
}

function examplesOf(file: string): readonly Example[] {
  const examples: Example[] = [];
  let code: string[] | undefined;
  for (const [index, line] of readFileSync(path.join(root, file), 'utf8').split('\n').entries()) {
    const text = /^\s*\* ?(.*)$/.exec(line)?.[1];
    if (text === '@example') {
      code = [];
      examples.push({ place: `${file}:${index + 2}`, code: '' });
    } else if (code !== undefined && text !== undefined && !text.startsWith('/') && !text.startsWith('@')) {
      code.push(text);
      examples[examples.length - 1] = { ...examples[examples.length - 1]!, code: code.join('\n') };
    } else {
      code = undefined;
    }
  }
  return examples;
}

/** The blocks of TypeScript in a page, given by its path in the project. */
export function examplesInPage(page: string): readonly Example[] {
  const examples: Example[] = [];
  let block: string[] | undefined;
  for (const [index, line] of readFileSync(path.join(root, page), 'utf8').split('\n').entries()) {
    if (line === '```ts') block = [];
    else if (line !== '```') block?.push(line);
    else if (block !== undefined) {
      examples.push({ place: `${page}:${index + 1 - block.length}`, code: block.join('\n') });
      block = undefined;
    }
  }
  return examples;
}

/** All pages below a folder of the project, but for generated ones. */
export function pagesIn(folder: string): readonly string[] {
  const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  const pages = files.filter((file) => file.endsWith('.md') && !file.startsWith('api'));
  return pages.sort().map((file) => path.join(folder, file));
}

/** Writes the modules of examples into a folder of the project, where they find the library, and gives their paths. */
export function writeExamples(examples: readonly Example[]): { readonly paths: readonly string[]; remove(): void } {
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(root, '.cache', 'examples-'));
  const paths = examples.map(({ code }, index) => {
    const file = path.join(folder, `example${index}.ts`);
    writeFileSync(file, moduleOf(code));
    return file;
  });
  return { paths, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function moduleOf(code: string): string {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ESNext, true);
  const imports = source.statements.filter((statement) => ts.isImportDeclaration(statement));
  const body = asserting(source, code).slice(imports.at(-1)?.end ?? 0);
  const parameter = 'equal: (actual: unknown, expected: unknown) => void';
  const importing = imports.map((statement) => statement.getText()).join('\n');
  return `${importing}\nexport async function example(${parameter}) {${body}\n}\n`;
}

// From the last to the first, so that the places of those that are left stay right.
function asserting(source: ts.SourceFile, code: string): string {
  let result = code;
  for (const statement of expressionsIn(source).reverse()) {
    const value = /^ *\/\/ => (.*)$/m.exec(code.slice(statement.end).split('\n', 1)[0]!)?.[1];
    if (value === undefined) continue;
    const [start, end] = [statement.getStart(), statement.end];
    result = `${result.slice(0, start)}equal(${statement.expression.getText()}, ${value});${result.slice(end)}`;
  }
  return result;
}

function expressionsIn(node: ts.Node): ts.ExpressionStatement[] {
  const found: ts.ExpressionStatement[] = ts.isExpressionStatement(node) ? [node] : [];
  ts.forEachChild(node, (child) => void found.push(...expressionsIn(child)));
  return found;
}
