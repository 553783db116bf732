/** The examples in the docstrings of lib do what they say, and compile. */
import { examplesIn } from '../support/examples.js';
import { testExamples } from '../support/testExamples.js';

testExamples(examplesIn('lib'), 40);
