// The command line of `npm run bench`.
import { parseArgs } from 'node:util';
import { workloads, type Workload } from './workloads.js';

export interface Options {
  readonly workloads: readonly Workload[];
  readonly json: string | undefined;
  readonly quick: boolean;
  readonly runs: number;
  /** How long the measured loop of one run takes, and the warm-up before it, in ms. */
  readonly target: number;
  readonly warmUp: number;
  /** The major version of Node.js to fetch; undefined for the one that runs this. */
  readonly node: string | undefined;
  /** The major version of another Node.js, to measure Regent on it too. */
  readonly beside: string | undefined;
  /** Builds of Regent: the one to measure instead of the sources, one to compare it with. */
  readonly dist: string | undefined;
  readonly against: string | undefined;
  readonly messages: 'frozen' | 'shared' | 'cloned';
  /** Whether to write the table into docs/performance.md. */
  readonly page: boolean;
  readonly profile: boolean;
  readonly delays: boolean;
  readonly beam: boolean;
  /** Whether to count the time of the processors instead of the clock's. */
  readonly cpu: boolean;
}

const usage = `npm run bench -- [options]

  --only NAME       only this workload (may be repeated, or a list with commas)
  --quick           3 short runs of each: a glance
  --runs N          counted runs of each (5, with --quick 3)
  --json FILE       write the results there too
  --page            write the table into docs/performance.md
  --node MAJOR      run Regent on this Node.js, fetched from the registry as a binary package
  --beside MAJOR    run Regent on this Node.js too, for a column of its own
  --messages MODE   frozen, shared (the default here, as in production) or cloned
  --no-beam         Regent only
  --dist DIR        measure this build of Regent instead of the sources: a folder, or git:REVISION
  --against DIR     measure this build beside it, and show the quotient
  --profile NAME    profile one workload instead, and show where its time goes
  --delays          instead of speed, the delay of a 10 ms timer under each workload's load
  --cpu             count the processors' time instead of the clock's: for a machine that is busy with other things
  --list            the workloads
`;

/** Reads the command line; undefined if it asked for nothing but a text, which has been printed. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({ args: [...args], options: known });
  if (values.help === true) return print(usage);
  if (values.list === true) return print(workloads.map(({ name, what }) => `${name.padEnd(20)} ${what}\n`).join(''));
  const quick = values.quick === true;
  const { messages } = values;
  if (messages !== 'frozen' && messages !== 'shared' && messages !== 'cloned') {
    throw new Error(`--messages: frozen, shared or cloned, not ${messages}`);
  }
  return {
    workloads: named([...(values.only ?? []), ...(values.profile === undefined ? [] : [values.profile])]),
    json: values.json,
    quick,
    runs: values.runs === undefined ? (quick ? 3 : 5) : wholeNumber('--runs', values.runs),
    target: quick ? 100 : 600,
    warmUp: quick ? 500 : 1200,
    node: values.node === undefined ? undefined : String(wholeNumber('--node', values.node)),
    beside: values.beside === undefined ? undefined : String(wholeNumber('--beside', values.beside)),
    dist: values.dist,
    against: values.against,
    messages,
    page: values.page === true,
    profile: values.profile !== undefined,
    delays: values.delays === true,
    beam: values['no-beam'] !== true,
    cpu: values.cpu === true,
  };
}

const known = {
  only: { type: 'string', multiple: true },
  quick: { type: 'boolean' },
  runs: { type: 'string' },
  json: { type: 'string' },
  node: { type: 'string' },
  beside: { type: 'string' },
  messages: { type: 'string', default: 'shared' },
  'no-beam': { type: 'boolean' },
  dist: { type: 'string' },
  against: { type: 'string' },
  page: { type: 'boolean' },
  profile: { type: 'string' },
  delays: { type: 'boolean' },
  cpu: { type: 'boolean' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function named(lists: readonly string[]): readonly Workload[] {
  const names = lists.flatMap((list) => list.split(','));
  const unknown = names.filter((name) => !workloads.some((workload) => workload.name === name));
  if (unknown.length > 0) throw new Error(`no workload is named ${unknown.join(', ')}; --list shows them`);
  return names.length === 0 ? workloads : workloads.filter(({ name }) => names.includes(name));
}

function wholeNumber(option: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`${option}: a whole number above 0, not ${text}`);
  return Number(text);
}

function print(text: string): undefined {
  process.stdout.write(text);
}
