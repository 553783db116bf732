// npm run conformance: runs every ported scenario and prints, by area, how many agree with the recordings of OTP 27. Exit
// status 0 only if each agrees or stands on the list of those that cannot exist in JavaScript.
import { areasIn, given, impossible, runPorts } from './ports.mjs';

const outcome = runPorts({ withOwn: false });
let agreeing = 0;
let total = 0;
const differing = [];

console.log(`${'area'.padEnd(20)} ${'scenarios'.padStart(9)} ${'agree'.padStart(6)}  impossible`);
for (const { area, ids } of areasIn(given)) {
  const agree = ids.filter((id) => outcome.get(id)?.agrees);
  const cannot = ids.filter((id) => id in impossible);
  differing.push(...ids.filter((id) => !agree.includes(id) && !cannot.includes(id)));
  agreeing += agree.length;
  total += ids.length;
  console.log(
    `${area.padEnd(20)} ${String(ids.length).padStart(9)} ${String(agree.length).padStart(6)}  ${cannot.join(' ')}`,
  );
}
for (const id of differing) console.log(`${id} differs: ${outcome.get(id)?.difference ?? 'it has no port'}`);
console.log(`conformance: ${agreeing} of ${total} scenarios agree with OTP 27`);
process.exitCode = differing.length === 0 ? 0 : 1;
