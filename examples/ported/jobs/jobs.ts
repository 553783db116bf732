/**
 * Jobs that come as frames of a small binary protocol: the most urgent first, so many at a time, each in a process of its own
 * and with a deadline. One that crashes is tried again, less urgently; who asks for a result waits for it. jobs.erl is this
 * module in Erlang.
 */
import { cancelTimer, compareTerms, down, error, exit, on, receive, self } from 'regent-otp';
import { spawnMonitor, startTimer, Ref, type Address, type From } from 'regent-otp';
import { functionClause, genServer, GenServer, noreply, ok, reply } from 'regent-otp/behaviours';
import type { Call } from 'regent-otp/behaviours';
import { match, P } from 'ts-pattern';

const magic = 0x4a;
const maxTries = 3;
const kinds = [
  ['sum', 1],
  ['words', 2],
  ['flaky', 3],
  ['hang', 4],
] as const;

type Kind = (typeof kinds)[number][0];
type Frame = readonly [kind: Kind, priority: number, input: string];
type Result = readonly ['ok', unknown] | readonly ['failed', unknown];
type Decoded = readonly ['ok', readonly Frame[], rest: Buffer] | readonly ['error', unknown];
type Calls =
  | Call<readonly ['submit', Frame], number>
  | Call<readonly ['result', number], Result | 'unknown'>
  | Call<'stats', Readonly<Record<string, number>>>;

interface Job {
  readonly id: number;
  readonly kind: Kind;
  readonly priority: number;
  readonly input: string;
  readonly tries: number;
}

interface Options {
  readonly limit?: number;
  readonly deadline?: number;
}

interface State {
  readonly limit: number;
  readonly deadline: number;
  readonly next: number;
  /** The most urgent first. */
  readonly queue: readonly Job[];
  readonly running: ReadonlyMap<Ref, readonly [job: Job, pid: Address, timer: Ref]>;
  readonly results: ReadonlyMap<number, Result>;
  readonly waiting: readonly (readonly [id: number, from: From])[];
}

export class Jobs extends GenServer<State, Calls> {
  /** Options: limit, how many run at a time, and deadline, the ms that each has. */
  static startLink(options: Options) {
    return genServer.startLink(Jobs, options);
  }

  /** Takes all whole frames of what has come, and gives their ids and the rest; ['error', why] if one is not right. */
  static async submit(jobs: Address, bytes: Buffer) {
    const decoded = decode(bytes);
    if (decoded[0] === 'error') return decoded;
    const ids: number[] = [];
    for (const frame of decoded[1]) ids.push(await this.call(jobs, ['submit', frame]));
    return ['ok', ids, decoded[2]] as const;
  }

  static result(jobs: Address, id: number) {
    return this.call(jobs, ['result', id], 'infinity');
  }

  static stats(jobs: Address) {
    return this.call(jobs, 'stats');
  }

  /** The frame of a job. */
  static encode([kind, priority, text]: Frame) {
    const input = Buffer.from(text);
    const head = Buffer.from([magic, (priority << 5) | numberOf(kind), 0, 0]);
    head.writeUInt16BE(input.length, 2);
    return Buffer.concat([head, input, Buffer.of(check(input))]);
  }

  init({ limit = 2, deadline = 5000 }: Options) {
    return ok<State>({ limit, deadline, next: 1, queue: [], running: new Map(), results: new Map(), waiting: [] });
  }

  override handleCall(request: Calls['request'], from: From, state: State) {
    const { queue, running, results, waiting } = state;
    if (request === 'stats') {
      const failed = [...results.values()].filter(([how]) => how === 'failed').length;
      return reply({ queued: queue.length, running: running.size, failed, done: results.size - failed }, state);
    }
    switch (request[0]) {
      case 'submit': {
        const [kind, priority, input] = request[1];
        const job: Job = { id: state.next, kind, priority, input, tries: 1 };
        return reply(job.id, startNext(enqueue(job, { ...state, next: job.id + 1 })));
      }
      case 'result': {
        const [, id] = request;
        if (id >= state.next) return reply('unknown', state);
        const result = results.get(id);
        if (result !== undefined) return reply(result, state);
        return noreply<State>({ ...state, waiting: [[id, from], ...waiting] });
      }
      default:
        return functionClause(request);
    }
  }

  override handleInfo(info: unknown, state: State) {
    const { running } = state;
    return match(info)
      .with(down(), ([, ref, , , reason]) => {
        const [job, , timer] = running.get(ref)!;
        cancelTimer(timer);
        return noreply(startNext(ended(job, reason, { ...state, running: without(ref, running) })));
      })
      .with(['timeout', P._, ['deadline', P.instanceOf(Ref)]], ([, , [, ref]]) => {
        const [, pid] = running.get(ref) ?? [];
        if (pid !== undefined) exit(pid, 'kill');
        return noreply(state);
      })
      .otherwise(functionClause);
  }
}

function enqueue(job: Job, state: State): State {
  const queue = [...state.queue, job].sort((a, b) => compareTerms([a.priority, a.id], [b.priority, b.id]));
  return { ...state, queue };
}

function startNext(state: State): State {
  const { queue, running, limit, deadline } = state;
  const [job, ...others] = queue;
  if (job === undefined || running.size >= limit) return state;
  const [pid, ref] = spawnMonitor(async () => exit(['done', await perform(job)]));
  const timer = startTimer(deadline, self(), ['deadline', ref]);
  return startNext({ ...state, queue: others, running: new Map(running).set(ref, [job, pid, timer]) });
}

function ended(job: Job, reason: unknown, state: State): State {
  return match(reason)
    .with(['done', P._], ([, result]) => store(job.id, ['ok', result], state))
    .with('killed', () => store(job.id, ['failed', 'deadline'], state))
    .when(
      () => job.tries < maxTries,
      () => enqueue({ ...job, tries: job.tries + 1, priority: Math.min(job.priority + 1, 7) }, state),
    )
    .with([P._, P._], ([why]) => store(job.id, ['failed', why], state))
    .otherwise(functionClause);
}

function store(id: number, result: Result, state: State): State {
  const { results, waiting } = state;
  const mine = waiting.filter(([other]) => other === id);
  for (const [, from] of mine) genServer.reply(from, result);
  const others = waiting.filter(([other]) => other !== id);
  return { ...state, results: new Map(results).set(id, result), waiting: others };
}

function perform({ kind, input, tries }: Job): unknown {
  switch (kind) {
    case 'sum':
      return sum(input);
    case 'words': {
      const counts = new Map<string, number>();
      for (const word of input.toLowerCase().match(/[^ ,.]+/g) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
      const repeated = [...counts].filter(([, n]) => n > 1).map(([word, n]) => [-n, word]);
      return repeated.sort(compareTerms).slice(0, 2);
    }
    case 'flaky': {
      const needed = toInteger(input);
      return tries >= needed ? ['tried', tries] : error(['needs', needed]);
    }
    case 'hang':
      return receive(on('never', () => 'ok'));
  }
}

function sum(input: string) {
  try {
    const numbers = input.split(',').filter((number) => number !== '');
    const sum = numbers.map((number) => toInteger(number.trim())).reduce((a, b) => a + b, 0);
    return [sum % 2 === 0 ? 'even' : 'odd', sum];
  } catch {
    return ['error', `not numbers: ${input}`];
  }
}

function toInteger(text: string) {
  return /^[+-]?\d+$/.test(text) ? Number(text) : error('badarg');
}

function decode(bytes: Buffer, frames: readonly Frame[] = []): Decoded {
  if (bytes.length > 0 && bytes[0] !== magic) return ['error', ['bad_frame', bytes[0]]];
  const size = bytes.length < 4 ? 0 : bytes.readUInt16BE(2);
  if (bytes.length < 4 + size + 1) return ['ok', frames, bytes];
  const [priority, kind] = [bytes[1]! >> 5, bytes[1]! & 0b11111];
  const [input, rest] = [bytes.subarray(4, 4 + size), bytes.subarray(4 + size + 1)];
  const [sent, made] = [bytes[4 + size]!, check(input)];
  const name = kindOf(kind);
  if (name === 'unknown') return ['error', ['unknown_kind', kind]];
  if (sent !== made) return ['error', ['checksum', sent, made]];
  return decode(rest, [...frames, [name, priority, input.toString()]]);
}

function check(input: Buffer) {
  return input.reduce((sum, byte) => (sum * 31 + byte) & 0xff, 0);
}

function numberOf(kind: Kind) {
  return kinds.find(([name]) => name === kind)![1];
}

function kindOf(number: number) {
  return kinds.find(([, other]) => other === number)?.[0] ?? 'unknown';
}

function without<K, V>(key: K, map: ReadonlyMap<K, V>) {
  return new Map([...map].filter(([other]) => other !== key));
}
