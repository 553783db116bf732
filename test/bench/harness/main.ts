// `npm run bench`: measures workload by workload, shows and writes what came out.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { guarded, print } from './guarded.js';
import { measure, type Row } from './measurement.js';
import { readOptions, type Options } from './options.js';
import { writeSection } from './page.js';
import { prepare, type Prepared } from './prepare.js';
import { profile } from './profile.js';
import { delayTable, round, speedTable } from './table.js';
import type { Settings } from './worker.js';

export function main(args: readonly string[]): Promise<void> {
  return guarded(async () => {
    const options = readOptions(args);
    if (options !== undefined) await bench(options, args);
  });
}

async function bench(options: Options, args: readonly string[]): Promise<void> {
  const nodes = options.workloads.some(({ cluster }) => cluster) ? 2 : 1;
  const prepared = await prepare({ ...options, allSchedulers: true, nodes });
  if (options.profile) return await showProfiles(options, prepared);
  const heading = headingOf(options, prepared.versions);
  print(`${heading}\n`);
  const rows: Row[] = [];
  for (const workload of options.workloads) {
    // What measures memory is no load, and collects garbage by force.
    if (options.delays && workload.unit.startsWith('bytes')) continue;
    const row = await measure(workload, prepared.subjects, settingsOf(options), options.runs);
    print(`${row.name}: ${round(row.regent)} ${row.unit}, ${ratioText(row)} (${row.options})`);
    rows.push(row);
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  }
  const table = options.delays ? delayTable(rows) : speedTable(rows, options.beside);
  print(`\n${table}`);
  if (!options.page) return;
  // A page names no folder of the machine that made it.
  const shown = args.map((arg) => (arg === options.json ? path.basename(arg) : arg));
  const command = ['npm run bench', ...(shown.length > 0 ? ['--', ...shown] : [])].join(' ');
  writeSection(options.delays ? 'delays' : 'speeds', `\`${command}\`: ${heading}\n\n${table}`);
}

async function showProfiles(options: Options, { withFlags, stage }: Prepared): Promise<void> {
  for (const workload of options.workloads) {
    const { batch = 1, fixed = 0 } = workload;
    const settings = { ...settingsOf(options), target: 3000, batch, fixed, size: 0 };
    print(await profile(withFlags, stage, workload, settings));
  }
}

function settingsOf({ target, warmUp, delays, messages, cpu }: Options): Omit<Settings, 'batch' | 'fixed' | 'size'> {
  return { target, warmUp, delays, messages, cpu };
}

function headingOf({ messages, dist, against, runs, cpu }: Options, versions: string): string {
  const builds = [dist && `build ${dist}`, against && `beside build ${against}`];
  const what = [versions, `messages: '${messages}'`, ...builds].filter((text) => text !== undefined).join('; ');
  return `${what}. Medians of ${runs} interleaved runs (least–greatest)${cpu ? ' of the processors’ time' : ''}; less is better.`;
}

function ratioText({ ratio, goal, ratioAgainst }: Row): string {
  const beam = ratio === null ? 'no BEAM beside it' : `${round(ratio)} times the BEAM (goal ${goal})`;
  return ratioAgainst === null ? beam : `${beam}, ${ratioAgainst.toFixed(2)} times the other build`;
}
