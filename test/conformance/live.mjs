// npm run conformance:live [-- --erlang FOLDER]: records a fresh set of all scenarios, the given ones and our own, on the
// Erlang that is installed (or on the one of a Debian system in a folder) and holds the ports to it. Where that release
// differs from OTP 27 as the kept recordings say, the port has to agree with the kept recording of OTP 27 or 29.
// Exit status 0 if all were recorded, with Elixir's, and none disagrees but those that cannot exist in JavaScript; 2 if there is
// no Erlang.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { areasIn, given, impossible, own, runPorts, transcriptsIn } from './ports.mjs';
import { Recorder } from './record.mjs';

const { values } = parseArgs({ options: { erlang: { type: 'string' } } });
const recorder = new Recorder(values.erlang);
const release = recorder.release();
if (release === undefined) {
  console.error(`conformance:live: no erl ${values.erlang === undefined ? 'is installed' : `in ${values.erlang}`}`);
  process.exitCode = 2;
} else {
  await recorder.open();
  try {
    compare(recordAll());
  } finally {
    recorder.close();
  }
}

/** Records all areas; gives those that could be. */
function recordAll() {
  const areas = recorder.areas();
  for (const area of areas) {
    recorder.record(area);
    // A machine under load may have put two steps in another order than the scenario's pauses intend.
    for (let left = 3; left > 0 && newIn(area).length > 0; left--) {
      console.log(`${area}: ${newIn(area).join(' ')} not as ever recorded, recorded again`);
      recorder.record(area);
    }
  }
  return areas;
}

/** The scenarios of an area whose fresh transcript is no kept one. */
function newIn(area) {
  const fresh = transcriptsIn(join(recorder.folder, `${area}.jsonl`));
  return [...fresh].filter(([id, steps]) => !keptOf(area, id).includes(steps)).map(([id]) => id);
}

function keptOf(area, id) {
  const folder = area.startsWith('own_') ? own : given;
  const sets = ['golden', 'golden-25', 'golden-29'];
  return sets.map((set) => transcriptsIn(join(folder, set, `${area}.jsonl`)).get(id));
}

function compare(recorded) {
  const outcome = runPorts({ withOwn: true, fresh: recorder.folder });
  const areas = [...areasIn(given), ...areasIn(own)].filter(({ area }) => recorded.includes(area));
  const totals = { count: 0, agree: 0, asRecorded: 0, cannot: 0 };
  const disagreeing = [];
  console.log(row('area', 'scenarios', 'agree', 'as recorded', 'impossible', 'disagree'));
  for (const { area, ids } of areas) {
    const unknown = newIn(area);
    const cannot = ids.filter((id) => id in impossible);
    const agree = ids.filter((id) => !cannot.includes(id) && outcome.get(id)?.agrees);
    const asRecorded = ids.filter((id) => {
      const { agrees, agreesWith = [] } = outcome.get(id) ?? {};
      const isKept = agreesWith.includes('27') || agreesWith.includes('29');
      return !agrees && !cannot.includes(id) && isKept && !unknown.includes(id);
    });
    const disagree = ids.filter((id) => ![...agree, ...asRecorded, ...cannot].includes(id));
    console.log(row(area, ids.length, agree.length, asRecorded.length, cannot.length, disagree.length));
    disagreeing.push(...disagree);
    totals.count += ids.length;
    totals.agree += agree.length;
    totals.asRecorded += asRecorded.length;
    totals.cannot += cannot.length;
  }
  console.log(row('all', totals.count, totals.agree, totals.asRecorded, totals.cannot, disagreeing.length));
  for (const id of disagreeing) console.log(`${id} disagrees: ${outcome.get(id)?.difference ?? 'it has no port'}`);
  console.log(
    `conformance:live: ${totals.agree} of ${totals.count} scenarios agree with OTP ${release}, ` +
      `${totals.asRecorded} differ between releases as recorded, ${totals.cannot} are impossible, ${disagreeing.length} disagree`,
  );
  const left = [...areasIn(given), ...areasIn(own)].filter(({ area }) => !recorded.includes(area));
  if (left.length > 0) console.error(`NOT RECORDED, for Elixir is missing: ${left.map(({ area }) => area).join(', ')}`);
  process.exitCode = disagreeing.length === 0 && left.length === 0 ? 0 : 1;
}

function row(area, ...numbers) {
  return [area.padEnd(20), ...numbers.map((number) => String(number).padStart(11))].join(' ');
}
