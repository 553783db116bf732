/** monitorNodes: messages when nodes come and go. */
import { monitorsHere, type Subscription } from './nodeMonitors.js';

/** One option of `monitorNodes`. */
export type MonitorNodesOption =
  'nodedown_reason' | 'connection_id' | readonly ['node_type', 'visible' | 'hidden' | 'all'];

/** The options of `monitorNodes`; what is told has the form in which they are given. */
export type MonitorNodesOptions =
  | readonly MonitorNodesOption[]
  | {
      readonly nodedown_reason?: boolean;
      readonly connection_id?: boolean;
      readonly node_type?: 'visible' | 'hidden' | 'all';
    };

/**
 * Asks for `['nodeup', node]` and `['nodedown', node]` whenever a node comes or goes; `false` ends all such wishes that have
 * the same options. Ports `net_kernel:monitor_nodes/1,2`.
 *
 * @param options with options, also empty ones, the messages have information as a third element, pairs or an object:
 *   'nodedown_reason', 'connection_id', `['node_type', 'all']`
 * @returns 'ok', 'error' for a flag that is none, or `['error', reason]` for options that are none
 * @example
 * import { monitorNodes } from 'regent-otp';
 *
 * monitorNodes(true); // => 'ok'
 * monitorNodes(true, ['nodedown_reason']); // => 'ok'
 */
export function monitorNodes(
  flag: boolean,
  options?: MonitorNodesOptions,
): 'ok' | 'error' | readonly ['error', unknown] {
  const { me, monitors } = monitorsHere('monitorNodes');
  if (typeof flag !== 'boolean') return 'error';
  const read = options === undefined ? plain : readOptions(options);
  if (Array.isArray(read)) return read as readonly ['error', unknown];
  const subscriber = monitors.of(me);
  const wish = read as Subscription;
  const others = subscriber.subscriptions.filter(({ key }) => key !== wish.key);
  subscriber.subscriptions = flag ? [...subscriber.subscriptions, wish] : others;
  return 'ok';
}

const plain: Subscription = {
  key: '',
  concerns: (isHidden) => !isHidden,
  message: ({ kind, node }) => [kind, node],
};

const values: Readonly<Record<string, readonly unknown[]>> = {
  nodedown_reason: [true, false],
  connection_id: [true, false],
  node_type: ['visible', 'hidden', 'all'],
};

function readOptions(options: MonitorNodesOptions): Subscription | readonly ['error', unknown] {
  const isList = Array.isArray(options);
  if (!isList && (typeof options !== 'object' || options === null)) return ['error', ['invalid_options', options]];
  const pairs = isList ? options.map(pairOf) : Object.entries(options);
  const unknown = pairs.filter(([name]) => !Object.hasOwn(values, name as PropertyKey));
  if (unknown.length > 0) {
    return ['error', ['unknown_options', isList ? unknown.map(([name]) => name) : Object.fromEntries(unknown)]];
  }
  for (const [name, value] of pairs) {
    if (!values[name as string]!.includes(value)) return ['error', ['bad_option_value', [name, value]]];
  }
  return subscription(Object.fromEntries(pairs) as Readonly<Record<string, unknown>>, isList);
}

function pairOf(option: unknown): readonly [name: unknown, value: unknown] {
  if (Array.isArray(option) && option[0] === 'node_type') return [option[0], option[1]];
  return option === 'nodedown_reason' || option === 'connection_id' ? [option, true] : [option, undefined];
}

function subscription(options: Readonly<Record<string, unknown>>, isList: boolean): Subscription {
  const type = options['node_type'];
  return {
    key: JSON.stringify([isList, options['nodedown_reason'], options['connection_id'], type]),
    concerns: (isHidden) => type === 'all' || isHidden === (type === 'hidden'),
    message({ kind, node, isHidden, connection, reason }) {
      const told: (readonly [string, unknown])[] = [];
      if (options['connection_id'] === true) told.push(['connection_id', connection]);
      if (options['nodedown_reason'] === true && kind === 'nodedown') told.push(['nodedown_reason', reason]);
      if (type !== undefined) told.push(['node_type', isHidden ? 'hidden' : 'visible']);
      return [kind, node, isList ? told : Object.fromEntries(told)];
    },
  };
}
