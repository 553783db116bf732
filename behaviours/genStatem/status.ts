/**
 * What a gen_statem shows of itself: in `sys.getStatus`, and in the report of its end.
 */
import { get, type From } from '../../lib/index.js';
import { clientInfo } from '../gen/clientInfo.js';
import { formatStatus, statusHeader, type LastWords } from '../gen/formatStatus.js';
import { moduleName } from '../moduleName.js';
import type { Debug } from '../sys/debug.js';
import type { SysState } from '../sys/systemProcess.js';
import type { CallbackModules } from './callbackModules.js';
import type { EventQueue } from './eventQueue.js';
import type { StatemEvent } from './types.js';

/** What is known of the machine. */
export interface Shown {
  readonly shownName: unknown;
  readonly parent: unknown;
  readonly debug: Debug | undefined;
  readonly modules: CallbackModules;
  readonly queue: EventQueue;
  readonly state: unknown;
  readonly data: unknown;
  readonly timeouts: number;
}

/** The name of a machine's class: its module. */
export function moduleOf(machine: object): unknown {
  return moduleName(machine.constructor);
}

/** OTP's `format_status`. */
export function statemStatus(shown: Shown, sysState: SysState): unknown {
  const { state, data, debug } = shown;
  const status = formatStatus(shown.modules.current, { state, data, log: debug?.log ?? [] });
  return [
    statusHeader('Status for state machine', shown.shownName),
    [
      'data',
      [
        ['Status', sysState],
        ['Parent', shown.parent],
        ['Modules', modulesOf(shown)],
        ['Time-outs', shown.timeouts],
        ['Logged Events', status.log],
        ['Postponed', shown.queue.postponed],
      ],
    ],
    ['data', [['State', status.EXIT ?? [status.state, status.data]]]],
  ];
}

/** Makes the report of a machine that ends abnormally. */
export function lastWords(shown: Shown, reason: unknown, event: StatemEvent | undefined): () => LastWords {
  const { state, data, debug, queue, modules } = shown;
  const status = formatStatus(modules.current, { reason, state, data, log: debug?.log ?? [] });
  return () => ({
    name: shown.shownName,
    queue: event === undefined ? queue.events : [[event.type, event.content], ...queue.events],
    postponed: queue.postponed,
    modules: modulesOf(shown),
    callback_mode: modules.mode.mode,
    state_enter: modules.mode.hasEnterCalls,
    state: status.EXIT ?? [status.state, status.data],
    timeouts: shown.timeouts,
    log: status.log,
    reason: status.reason,
    client_info: clientInfo(event !== undefined && event.type[0] === 'call' ? (event.type[1] as From) : undefined),
    process_label: get('$process_label'),
  });
}

/** The callback modules, the one in use first. */
function modulesOf({ modules }: Shown): readonly unknown[] {
  return modules.all.map(moduleOf);
}
