/** The examples in the docstrings of the behaviours do what they say, and compile. */
import { examplesIn } from '../support/examples.js';
import { testExamples } from '../support/testExamples.js';

testExamples(examplesIn('behaviours'), 20);
