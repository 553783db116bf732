// What every file of the project keeps to: short, finished, and free of the machine it was written on.
import { expect, it } from 'vitest';
import { readProjectFile, writtenFiles } from './project.js';

const binary = /\.(png|jpe?g|gif|ico|pem|beam|bin|gz|tgz)$/;
const texts = writtenFiles().filter((file) => !binary.test(file) && file !== 'package-lock.json');
const sources = texts.filter((file) => /^(lib|behaviours|supervisors)\/.*\.ts$/.test(file));

/** "file:line" of each line that holds a match. */
function linesWith(pattern: RegExp): string[] {
  return texts.flatMap((file) =>
    readProjectFile(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
  );
}

it('no source file is longer than 300 lines', () => {
  expect(sources.length).toBeGreaterThan(0);
  const lines = (file: string) => readProjectFile(file).trimEnd().split('\n').length;
  expect(sources.map((file) => [file, lines(file)] as const).filter(([, count]) => count > 300)).toEqual([]);
});

it('nothing is marked as left to do', () => {
  expect(linesWith(new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME'].join('|')})\\b`))).toEqual([]);
});

it('no file names a path of the machine it was written on', () => {
  expect(linesWith(new RegExp(`(?<![\\w.~*-])/(${['work', 'root', 'home', 'Users'].join('|')})/\\w`))).toEqual([]);
});
