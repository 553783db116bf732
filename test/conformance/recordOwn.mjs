// npm run conformance:record [-- --erlang FOLDER] [AREA...]: records our own scenarios. OTP 27 gives test/fixtures/conformance-own/golden;
// another release golden-RELEASE, which keeps the scenarios that differ there. Each is recorded three times: one that does not
// show the same each time is no scenario.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { own, transcriptsIn } from './ports.mjs';
import { Recorder } from './record.mjs';

const { values, positionals } = parseArgs({ options: { erlang: { type: 'string' } }, allowPositionals: true });
const recorder = new Recorder(values.erlang);
const release = recorder.release();
if (release === undefined) throw new Error('no Erlang here');
const set = join(own, release === '27' ? 'golden' : `golden-${release}`);

await recorder.open();
try {
  mkdirSync(set, { recursive: true });
  for (const area of recorder
    .areas()
    .filter((name) => name.startsWith('own_') && (positionals.length === 0 || positionals.includes(name))))
    keep(area);
} finally {
  recorder.close();
}

function keep(area) {
  const fresh = join(recorder.folder, `${area}.jsonl`);
  const [first, second, third] = [1, 2, 3].map(() => {
    recorder.record(area);
    return transcriptsIn(fresh);
  });
  for (const [id, steps] of first) {
    if (second.get(id) !== steps || third.get(id) !== steps) throw new Error(`${id} is not the same each time`);
  }
  const reference = transcriptsIn(join(own, 'golden', `${area}.jsonl`));
  const lines = readFileSync(fresh, 'utf8').split('\n');
  const kept = lines.filter((line) => line !== '' && isKept(JSON.parse(line).scenario));
  const file = join(set, `${area}.jsonl`);
  if (kept.length === 0) rmSync(file, { force: true });
  else writeFileSync(file, `${kept.join('\n')}\n`);
  console.log(
    `${area}: ${first.size} scenarios on OTP ${release}, ${new Set(kept.map((line) => JSON.parse(line).scenario)).size} kept`,
  );

  function isKept(id) {
    return release === '27' || first.get(id) !== reference.get(id);
  }
}
