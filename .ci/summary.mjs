// Sums the JSON reports of the test runs in a folder and prints "N passed, N failed". Failures that belong to no test
// count too: a file that could not be loaded, an error outside of any test, a run that ended before its report.
// Exits with 1 when anything failed.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = process.argv[2] ?? fail('usage: summary.mjs FOLDER');
let passed = 0;
let failed = 0;
for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  const counts = count(readFileSync(path.join(folder, name), 'utf8'));
  console.log(`${path.basename(name, '.json')}: ${counts.passed} tests passed, ${counts.failed} failed`);
  passed += counts.passed;
  failed += counts.failed;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function count(text) {
  if (text === '') return { passed: 0, failed: 1 };
  const report = JSON.parse(text);
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failures = report.numFailedTests + unloaded.length;
  return { passed: report.numPassedTests, failed: failures === 0 && !report.success ? 1 : failures };
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
