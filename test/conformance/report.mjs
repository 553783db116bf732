// npm run conformance: runs every ported scenario and prints, by area, how many agree with the recordings of OTP 27. Exit
// status 0 only if each agrees or stands on the list of those that cannot exist in JavaScript.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const golden = join(root, 'test/fixtures/conformance/golden');
const impossible = JSON.parse(readFileSync(new URL('./impossible.json', import.meta.url), 'utf8'));

const pending = JSON.parse(readFileSync(new URL('./pending.json', import.meta.url), 'utf8'));

const outcome = runTests();
let agreeing = 0;
let total = 0;
let hasFailed = false;
const rows = [];
for (const file of readdirSync(golden).sort()) {
  const area = file.replace(/\.jsonl$/, '');
  const ids = scenariosOf(join(golden, file));
  const possible = ids.filter((id) => !(id in impossible));
  const agree = possible.filter((id) => outcome.get(id) === 'passed' && !(id in pending));
  const differ = possible.filter((id) => !agree.includes(id));
  rows.push([area, ids.length, agree.length, ids.filter((id) => id in impossible).join(' '), differ.join(' ')]);
  agreeing += agree.length;
  total += ids.length;
  hasFailed ||= differ.length > 0;
}

console.log(`${'area'.padEnd(20)} ${'scenarios'.padStart(9)} ${'agree'.padStart(6)}  impossible | differ`);
for (const [area, count, agree, cannot, differ] of rows) {
  console.log(`${area.padEnd(20)} ${String(count).padStart(9)} ${String(agree).padStart(6)}  ${cannot} | ${differ}`);
}
console.log(`conformance: ${agreeing} of ${total} scenarios agree with OTP 27`);
process.exitCode = hasFailed ? 1 : 0;

function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'regent-conformance-'));
  const report = join(folder, 'report.json');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', 'test/conformance', '--reporter=json', `--outputFile=${report}`];
  spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const results = JSON.parse(readFileSync(report, 'utf8')).testResults;
  rmSync(folder, { recursive: true });
  return new Map(
    results.flatMap(({ assertionResults }) => assertionResults.map(({ title, status }) => [title, status])),
  );
}

function scenariosOf(file) {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return [...new Set(lines.map((line) => JSON.parse(line).scenario))];
}
