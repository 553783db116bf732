/** The blocks of TypeScript in README and in the pages of docs do what they say, and compile. */
import { examplesInPage, pagesIn } from '../support/examples.js';
import { testExamples } from '../support/testExamples.js';

testExamples(
  ['README.md', ...pagesIn('docs')].flatMap((page) => examplesInPage(page)),
  5,
);
