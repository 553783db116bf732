/**
 * What a gen_event shows of its handlers: in `sys.getStatus`, and in the report of one that is removed because it failed.
 */
import { currentNode, get, self, type Address } from '../../lib/index.js';
import { formatStatus, statusHeader } from '../gen/formatStatus.js';
import type { Debug } from '../sys/debug.js';
import type { SysState } from '../sys/systemProcess.js';
import type { Installed } from './installed.js';

/** What is known of the manager. */
interface Shown {
  readonly shownName: unknown;
  readonly parent: Address;
  readonly debug: Debug | undefined;
}

/** OTP's `format_status`: what `sys` knows, and the handlers as Erlang's records. */
export function managerStatus(handlers: readonly Installed[], shown: Shown, sysState: SysState): unknown {
  let log: readonly unknown[] = shown.debug?.log ?? [];
  const records = handlers.map(({ callbacks, module, id, state, supervisor = false }) => {
    const status = formatStatus(callbacks ?? {}, { state, log });
    log = status.log ?? log;
    return ['handler', module, id, status.state, supervisor];
  });
  return [
    statusHeader('Status for event handler', shown.shownName),
    [
      'data',
      [
        ['Status', sysState],
        ['Logged Events', log],
        ['Parent', shown.parent],
      ],
    ],
    ['items', ['Installed handlers', records]],
  ];
}

/** How a handler ended. */
export interface Ended {
  readonly reason: unknown;
  readonly state: unknown;
  /** What it was told last. */
  readonly message: unknown;
  /** The name of its manager. */
  readonly name: unknown;
}

/** Tells of a handler that failed. */
export function reportFailure({ callbacks, handler }: Installed, { reason, state, message, name }: Ended): void {
  if (isOrderly(reason)) return;
  // Of an error formatStatus gets the reason without the stack, of an exit the reason alone.
  const [inner, rewrap] = reasonIn(reason);
  const status = formatStatus(callbacks ?? {}, { state, message, reason: inner });
  currentNode().emit('report', {
    level: 'error',
    label: ['gen_event', 'terminate'],
    pid: self(),
    handler,
    name,
    last_message: status.message,
    state: status.state,
    reason: rewrap(status.reason),
    process_label: get('$process_label'),
  });
}

function isOrderly(reason: unknown): boolean {
  if (reason === 'normal' || reason === 'shutdown') return true;
  return Array.isArray(reason) && reason.length === 3 && reason[0] === 'swapped';
}

function reasonIn(exit: unknown): readonly [reason: unknown, rewrap: (reason: unknown) => unknown] {
  if (!Array.isArray(exit) || exit.length !== 2 || exit[0] !== 'EXIT') return [exit, (reason) => reason];
  const reason: unknown = exit[1];
  if (!Array.isArray(reason) || reason.length !== 2) return [reason, (shown) => ['EXIT', shown]];
  const [thrown, stack] = reason as readonly unknown[];
  return [thrown, (shown) => ['EXIT', [shown, stack]]];
}
