// The scenarios that are recorded, and how their ports do.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the sources, the scripts and the recordings of the given scenarios lie, and those of our own. */
export const given = join(root, 'test/fixtures/conformance');
export const own = join(root, 'test/fixtures/conformance-own');

/** Why a scenario cannot exist in JavaScript, by id. */
export const impossible = readJson('impossible.json');

const pending = readJson('pending.json');

function readJson(name) {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

/** The areas of a folder of recordings with the ids of their scenarios. */
export function areasIn(folder) {
  return readdirSync(join(folder, 'golden'))
    .sort()
    .map((file) => ({
      area: file.replace(/\.jsonl$/, ''),
      ids: [...transcriptsIn(join(folder, 'golden', file)).keys()],
    }));
}

/** What a file of recordings compares by: the events and terms of each scenario, as text. */
export function transcriptsIn(file) {
  const transcripts = new Map();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  for (const line of lines) {
    if (line === '') continue;
    const { scenario, event, json } = JSON.parse(line);
    transcripts.set(scenario, `${transcripts.get(scenario) ?? ''}${event} ${JSON.stringify(json)}\n`);
  }
  return transcripts;
}

/**
 * Runs ports. Gives by the id of the scenario whether it agrees, with which releases, and else where it differs. `fresh` is
 * a folder of recordings to hold them to instead of those that are kept.
 */
export function runPorts({ withOwn, fresh }) {
  const folder = mkdtempSync(join(tmpdir(), 'regent-conformance-'));
  const report = join(folder, 'report.json');
  const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/conformance'];
  if (!withOwn) args.push('--exclude', 'test/conformance/own/**');
  const env = fresh === undefined ? process.env : { ...process.env, REGENT_FRESH_RECORDINGS: fresh };
  const { status } = spawnSync(process.execPath, [...args, '--reporter=json', `--outputFile=${report}`], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (!existsSync(report)) throw new Error(`the test runner ended with status ${status} and without a report`);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(folder, { recursive: true });
  return new Map(testResults.flatMap(({ assertionResults }) => assertionResults).map(outcomeOf));
}

function outcomeOf({ title, status, meta, failureMessages }) {
  const agrees = status === 'passed' && !(title in impossible) && !(title in pending);
  const why = meta?.difference ?? failureMessages?.[0]?.split('\n')[0];
  return [title, { agrees, agreesWith: meta?.agreesWith ?? [], difference: agrees ? undefined : why }];
}
