/**
 * What a shell on a node has at hand: short names for what an operator asks, as Erlang's shell has. All of it works outside
 * of a process.
 */
import { inspect } from 'node:util';
import type { Node } from '../../node/node.js';
import type { TraceFlags } from '../../node/trace.js';
import { genCall } from '../../process/genCall.js';
import { processInfo } from '../../process/processInfo.js';
import type { Destination } from '../../process/send.js';
import { Address } from '../../terms/address.js';
import { ExitError } from '../../terms/errors.js';
import { parseAddress } from '../../terms/incarnation.js';
import type { NodeStatus } from '../member.js';
import { statusOf } from '../status/statusOf.js';

/** Where a shell is. */
export interface Hosting {
  readonly node: Node;
  readonly connections: () => readonly NodeStatus[];
}

/** A process: its address, its name, or its address as text, `<node.creation.id>`. */
type Who = Address | string;

/**
 * @param print shows a line at once
 * @param traces is told what ends each trace
 */
export function shellHelpers(
  { node, connections }: Hosting,
  print: (line: string) => void,
  traces: Set<() => void>,
): Readonly<Record<string, unknown>> {
  const find = (who: Who): Address => {
    const found = typeof who === 'string' ? (node.whereis(who) ?? parseAddress(who)) : who;
    if (found instanceof Address) return found;
    throw new Error(`${inspect(who)} is no Address, no name here, and no text of an Address`);
  };
  // Errors of what a line has begun are shown in the shell; a process must end by its own. The promise is made by the line
  // again: should nobody await it, its failure is shown.
  const run = <T>(fun: () => T | PromiseLike<T>): Promise<T> =>
    node.inRootContext(() => node.run(fun)).then((result) => result);
  return {
    node,
    get cluster() {
      return node.cluster;
    },
    nodes: () => node.connectedNodes(),
    registered: () => node.registered(),
    whereis: (name: string) => node.whereis(name),
    pid: (text: string) => parseAddress(text),
    processes: () => [...node.processes].map(({ address }) => address),
    processInfo: (who: Who, item?: never) => processInfo(find(who), item as never),
    observe: (what: Who | number = 20) =>
      typeof what === 'number' ? statusOf(node, what, null).processes : processInfo(find(what)),
    status: () => statusOf(node, 100, connections()),
    send: (to: Who, message: unknown) => node.send(typeof to === 'string' ? find(to) : (to as Destination), message),
    call: (to: Who, request: unknown, timeout: number | 'infinity' = 5000) =>
      run(() => genCall('$gen_call', find(to), request, timeout, (reason) => [reason, ['call', to, request]])),
    run,
    trace: (what: Who, flags: TraceFlags) => {
      const traced = what === 'all' ? 'all' : find(what);
      const end = node.trace(traced, flags, (event) => print(inspect(event, { depth: 4 })));
      traces.add(end);
      return () => {
        traces.delete(end);
        end();
      };
    },
    ExitError,
    help: () => helpText,
  };
}

/** So that a shell shows lines as they are. */
const helpText = {
  [inspect.custom]: () =>
    [
      'nodes()                     the nodes this one is connected with',
      'registered(), whereis(name) names',
      'processes(), pid(text)      addresses',
      'processInfo(who, item)      of a process: its Address, name, or Address as text',
      'observe(n), observe(who)    the n longest mailboxes; all of one process',
      'status()                    the whole node',
      'send(to, message), await call(to, request, timeout)',
      'await run(function)         runs it as a process',
      'trace(who, { send: true })  prints what it does; call the result to end it',
      'node, cluster               the objects themselves',
      '.exit                       ends the shell',
    ].join('\n'),
};
