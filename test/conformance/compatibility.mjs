// npm run compatibility: writes docs/compatibility.md, the table of how many scenarios agree with each release of OTP.
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { areasIn, given, impossible, own, runPorts } from './ports.mjs';

const releases = ['25', '27', '29'];
const page = new URL('../../docs/compatibility.md', import.meta.url);
const outcome = runPorts({ withOwn: true });

const text = `# Compatibility

How many of the recorded scenarios Regent's ports agree with, step for step, by area and release of Erlang/OTP (with Elixir
1.14, 1.18 and 1.20). OTP 27 is the reference; where the releases differ Regent does what 27 does. This page is made by
\`npm run compatibility\`. \`npm run conformance\` holds the ports to the recordings of OTP 27, and \`npm run conformance:live\`
to a fresh recording of the Erlang that is installed.

${table('The given scenarios', areasIn(given))}
${table('Our own', areasIn(own))}
## What differs

${differing()}
`;
writeFileSync(page, await format(text, { ...(await resolveConfig(page)), parser: 'markdown' }));

function table(title, areas) {
  const rows = areas.map(({ area, ids }) => row(area, ids));
  const all = row(
    '**all**',
    areas.flatMap(({ ids }) => ids),
  );
  const head = ['area', 'scenarios', ...releases.map((release) => `OTP ${release}`)];
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = ['---', ...head.slice(1).map(() => '--:')];
  return [`## ${title}`, '', ...[head, rule, ...rows, all].map(line), ''].join('\n');
}

function row(area, ids) {
  const counts = releases.map((release) => ids.filter((id) => agreesWith(id, release)).length);
  return [area, ids.length, ...counts];
}

function agreesWith(id, release) {
  return outcome.get(id)?.agreesWith.includes(release) ?? false;
}

/** The scenarios that do not agree with all releases, with those they do agree with. */
function differing() {
  const ids = [...areasIn(given), ...areasIn(own)].flatMap(({ ids }) => ids);
  return ids
    .filter((id) => !releases.every((release) => agreesWith(id, release)))
    .map((id) => {
      const agreed = releases.filter((release) => agreesWith(id, release));
      const reason = impossible[id] ?? (agreed.length === 0 ? 'agrees with none' : `as OTP ${agreed.join(' and ')}`);
      return `- ${id}: ${reason}`;
    })
    .join('\n');
}
