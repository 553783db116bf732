/** The examples in the docstrings of the supervisors, and of Elixir's modules, do what they say, and compile. */
import { examplesIn } from '../support/examples.js';
import { testExamples } from '../support/testExamples.js';

testExamples(examplesIn('supervisors'), 30);
