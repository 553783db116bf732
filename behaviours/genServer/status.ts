/**
 * What a gen_server shows of itself: in `sys.getStatus`, and in the report of its end.
 */
import { get, type From } from '../../lib/index.js';
import { clientInfo } from '../gen/clientInfo.js';
import { formatStatus, statusHeader, type LastWords } from '../gen/formatStatus.js';
import type { Debug } from '../sys/debug.js';
import type { SysState } from '../sys/systemProcess.js';
import type { AnyServer } from './anyServer.js';

/** What is known of the process. */
interface Shown {
  readonly shownName: unknown;
  readonly parent: unknown;
  readonly debug: Debug | undefined;
}

/** OTP's `format_status`: a header, what `sys` knows, and the state. */
export function serverStatus(server: AnyServer, state: unknown, shown: Shown, sysState: SysState): unknown {
  const status = formatStatus(server, { state, log: shown.debug?.log ?? [] });
  return [
    statusHeader('Status for generic server', shown.shownName),
    [
      'data',
      [
        ['Status', sysState],
        ['Parent', shown.parent],
        ['Logged events', status.log],
      ],
    ],
    ['data', [['State', status.EXIT ?? status.state]]],
  ];
}

/** Makes the report of a server that ends abnormally. Of a call it shows the request, and the client. */
export function lastWords(
  server: AnyServer,
  state: unknown,
  shown: Shown,
  reason: unknown,
  message: unknown,
): () => LastWords {
  const [last, from] = isCall(message) ? [message[2], message[1]] : [message, undefined];
  const status = formatStatus(server, { reason, state, message: last, log: shown.debug?.log ?? [] });
  return () => ({
    name: shown.shownName,
    last_message: status.message,
    state: status.EXIT ?? status.state,
    log: status.log,
    reason: status.reason,
    client_info: clientInfo(from),
    process_label: get('$process_label'),
  });
}

function isCall(message: unknown): message is readonly ['$gen_call', From, unknown] {
  return Array.isArray(message) && message.length === 3 && message[0] === '$gen_call';
}
