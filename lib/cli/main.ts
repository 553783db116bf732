#!/usr/bin/env node
// The command `regent`: hands the arguments to run, and its result to the OS as exit status.
import { run } from './run.js';

void run(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}).then((status) => {
  process.exitCode = status;
});
