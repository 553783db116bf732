/**
 * Pressure: more messages to another node than that takes in, and messages that are large. They go to the sink of the
 * node, a process that notes what has come.
 */
import {
  after,
  down,
  drained,
  genCall,
  genReply,
  monitor,
  on,
  receive,
  register,
  self,
  send,
  sendNosuspend,
  spawn,
  type From,
  type Node,
} from 'regent-otp';
import { P } from 'ts-pattern';

const sinkName = 'sink';
/** A message of 10 KB. */
const chunk = 'x'.repeat(10_000);

/** What has come to a sink: how many chunks, and everything else in order. */
export interface Seen {
  readonly chunks: number;
  readonly others: readonly string[];
}

/** What was seen of a large message. */
export interface Overtaken {
  readonly early: number;
  readonly seen: readonly string[];
}

export interface Pressing {
  /** Starts the sink of this node. */
  openSink(): void;
  /** Sends chunks until `sendNosuspend` answers false; gives how many were sent. */
  fill(to: string): Promise<number>;
  /** Sends chunks whatever comes, until the way to the node is lost; gives the reason that a monitor was told. */
  flood(to: string): Promise<unknown>;
  /** Resolves when the way is not busy any more. */
  drained(to: string): Promise<void>;
  /**
   * Has a process send a mark, a message of so many bytes, and another mark; asks the sink meanwhile what has come. Gives
   * how many of the answers came before the large message had, and what the sink has seen of the three.
   */
  large(to: string, bytes: number): Promise<Overtaken>;
  seen(to: string): Promise<Seen>;
}

/** What can be done on a node to the sinks of others. */
export function pressing(node: Node): Pressing {
  return {
    openSink: () => void node.spawn(sink),
    fill: (to) => node.run(() => fill(to)),
    flood: (to) => node.run(() => flood(to)),
    drained: (to) => node.run(() => drained([sinkName, to])),
    large: (to, bytes) => node.run(() => large(to, bytes)),
    seen: (to) => node.run(() => askSink(to)),
  };
}

async function sink(): Promise<never> {
  register(sinkName, self());
  let chunks = 0;
  const others: string[] = [];
  for (;;) {
    await receive(
      on(chunk, () => chunks++),
      on(['mark', P.string], ([, name]) => others.push(name)),
      on(P.instanceOf(Uint8Array), ({ length }) => others.push(`${length} bytes`)),
      on(['$ask', P._, 'seen'], ([, from]) => genReply(from as From, { chunks, others: [...others] })),
    );
  }
}

function fill(to: string): number {
  let count = 0;
  while (sendNosuspend([sinkName, to], chunk)) count++;
  return count;
}

async function flood(to: string): Promise<unknown> {
  const ref = monitor('process', [sinkName, to]);
  for (;;) {
    for (let count = 0; count < 100; count++) send([sinkName, to], chunk);
    const reason = await receive(
      on(down(ref), ([, , , , why]) => [why]),
      after(1, () => undefined),
    );
    if (reason !== undefined) return reason[0];
  }
}

async function large(to: string, bytes: number): Promise<Overtaken> {
  const parent = self();
  const before = (await askSink(to)).others.length;
  spawn(() => {
    send([sinkName, to], ['mark', 'before']);
    send([sinkName, to], new Uint8Array(bytes));
    send([sinkName, to], ['mark', 'after']);
    send(parent, 'sent');
  });
  await receive(on('sent', () => undefined));
  for (let early = 0; ;) {
    const seen = (await askSink(to)).others.slice(before);
    if (seen.length === 3) return { early, seen };
    if (seen.length < 2) early++;
  }
}

function askSink(to: string): Promise<Seen> {
  return genCall('$ask', [sinkName, to], 'seen', 'infinity', (reason) => reason) as Promise<Seen>;
}
