/** The examples in the docstrings of the test kit do what they say, and compile. */
import { examplesIn } from '../support/examples.js';
import { testExamples } from '../support/testExamples.js';

testExamples(examplesIn('test/kit'), 8);
