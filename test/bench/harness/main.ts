// The order of a run: find what is to be measured, measure it workload by workload, show and write what came out.
import { rmSync, writeFileSync } from 'node:fs';
import { makeCertificates } from './clusterFiles.js';
import { execute } from './execute.js';
import { findErlang, type Erlang } from './erlang.js';
import { runFolder } from './folders.js';
import { machine } from './machine.js';
import { measure, type Row, type Subjects } from './measurement.js';
import { nodeBinary } from './nodeBinary.js';
import { readOptions, type Options } from './options.js';
import { profile } from './profile.js';
import { stage } from './stage.js';
import { BeamSubject, RegentSubject } from './subject.js';
import { delayTable, round, speedTable } from './table.js';
import type { Settings } from './worker.js';

export async function main(args: readonly string[]): Promise<void> {
  try {
    const options = readOptions(args);
    if (options !== undefined) await bench(options);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    rmSync(runFolder, { recursive: true, force: true });
  }
}

async function bench(options: Options): Promise<void> {
  const node = await nodeBinary(options.node);
  const folder = await stage('regent', options.dist);
  const certificates = options.workloads.some(({ cluster }) => cluster) ? await makeCertificates(2) : undefined;
  if (options.profile) return await showProfile(options, node, folder, certificates);
  const erlang = options.beam ? await findErlang() : undefined;
  print(await heading(options, node, erlang));
  const subjects: Subjects = {
    regent: new RegentSubject(node, folder, certificates),
    against:
      options.against === undefined
        ? undefined
        : new RegentSubject(node, await stage('against', options.against), certificates),
    beam: erlang && new BeamSubject(erlang.ebin, certificates, ['+S', '1:1']),
    beamAll: erlang && new BeamSubject(erlang.ebin, certificates, []),
  };
  const rows: Row[] = [];
  for (const workload of options.workloads) {
    const row = await measure(workload, subjects, settingsOf(options), options.runs);
    print(`${row.name}: ${round(row.regent)} ${row.unit}, ${ratioText(row)} (${row.options})\n`);
    rows.push(row);
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  }
  print(`\n${options.delays ? delayTable(rows) : speedTable(rows)}\n`);
}

async function showProfile(
  options: Options,
  node: string,
  folder: string,
  certificates: string | undefined,
): Promise<void> {
  for (const workload of options.workloads) {
    const { batch = 1, fixed = 0 } = workload;
    print(
      await profile(node, folder, certificates, workload, {
        ...settingsOf(options),
        target: 3000,
        batch,
        fixed,
        size: 0,
      }),
    );
  }
}

function settingsOf({ target, warmUp, delays, messages, cpu }: Options): Omit<Settings, 'batch' | 'fixed' | 'size'> {
  return { target, warmUp, delays, messages, cpu };
}

async function heading(options: Options, node: string, erlang: Erlang | undefined): Promise<string> {
  const version = (await execute(node, ['--version'])).trim();
  const beam = erlang ? `Erlang/OTP ${erlang.release} (1 scheduler; all: ${erlang.schedulers})` : 'no Erlang';
  const builds = [options.dist && `build ${options.dist}`, options.against && `against ${options.against}`];
  return [
    `Regent on Node.js ${version}, messages: '${options.messages}'; beside it ${beam}`,
    ...builds.filter((build) => build !== undefined),
    `${machine()}; medians of ${options.runs} interleaved runs (least–greatest), less is better${options.cpu ? '; time of the processors' : ''}`,
    '\n',
  ].join('\n');
}

function ratioText({ ratio, goal, ratioAgainst }: Row): string {
  const beam = ratio === null ? 'no BEAM beside it' : `${round(ratio)} times the BEAM (goal ${goal})`;
  return ratioAgainst === null ? beam : `${beam}, ${ratioAgainst.toFixed(2)} times the other build`;
}

function print(text: string): void {
  process.stdout.write(text);
}
