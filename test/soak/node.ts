/**
 * A node of the traffic, an OS process: `node node.js START`. It does what its launcher asks, and ends when that does.
 */
import { formatTerm, joinCluster, jsonLines, startNode } from 'regent-otp';
import type { Commands, Request, Said, Start } from './commands.js';
import type { Entry } from './entry.js';
import { readGauge } from './gauge.js';
import { pressing } from './pressure.js';
import { Traffic } from './traffic.js';

const { id, spec, isLogging, ...timing } = JSON.parse(process.argv[2]!) as Start;

const say = (said: Said): void => void process.send?.(said);
const tell = (entry: Entry): void => say({ entry });

process.on('disconnect', () => process.exit());

/** It comes with each connection: a proxy has an address of its own for everyone who dials. */
const expected = ['spec_differs'];

const node = startNode({ name: id });
node.on('nodeup', (other, { creation }) => tell(['nodeup', other, creation]));
node.on('nodedown', (other, { reason }) => tell(['nodedown', other, reason]));
node.on('connection', ({ event, node: other = '', reason = '' }) => {
  if (!expected.includes(event)) tell(['connection', event, other, reason]);
});
node.on('crash', (event) => tell(['crash', formatTerm(event)]));
if (isLogging === true) jsonLines(node, process.stdout);
const traffic = new Traffic(node, tell);
const cluster = await joinCluster(node, { spec, reconnect: { min: 5, max: 500 }, ...timing });

const wallClock = Date.now;

const commands: Commands = {
  ...pressing(node),
  connected: async (ids) => {
    await Promise.all(ids.map((other) => cluster.connected(other)));
  },
  start: (to, options) => traffic.start(to, options),
  stop: () => traffic.stop(),
  report: () => traffic.report(),
  gauge: () => readGauge(node),
  nodes: () => cluster.nodes().flatMap((other) => (other.state === 'connected' ? other.id : [])),
  shiftClock: (ms) => {
    Date.now = () => wallClock() + ms;
  },
  block: (ms) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  },
  leave: async () => {
    await node.stop();
    // Once the answer has left.
    setImmediate(() => process.disconnect());
  },
};

process.on('message', ({ id: answer, command, args }: Request) => {
  const run = commands[command] as (...args: readonly unknown[]) => unknown;
  Promise.resolve(args)
    .then((given) => run(...given))
    .then(
      (result) => say({ answer, result }),
      (error: unknown) => say({ answer, error: String(error) }),
    );
});

say({ started: { creation: node.creation, endpoint: cluster.endpoint! } });
