/**
 * initAck and initFail: what a process that starts tells its starter.
 */
import { bodyOf, error, self, send, whereis, type Address } from '../../lib/index.js';
import { ProcLibBody } from './body.js';
import { raise, type Exception } from './raise.js';

/** `init_ack/1,2`: an ack that nobody waits for is a message. */
export function initAck(...given: readonly [result: unknown] | readonly [parent: Address, result: unknown]): 'ok' {
  const body = starting();
  const [parent, result] = given.length === 2 ? given : [undefined, given[0]];
  if (body.report?.ack(result) === true) return 'ok';
  tell(parent ?? body.lineage.parent, ['ack', self(), result]);
  return 'ok';
}

/** `init_fail/2,3`. */
export function initFail(
  ...given: readonly [result: unknown, Exception] | readonly [parent: Address, result: unknown, Exception]
): never {
  const [result, exception] = given.length === 3 ? [given[1], given[2]] : given;
  starting().report?.fail(result);
  return raise(exception);
}

function starting(): ProcLibBody {
  const body = bodyOf();
  // Erlang's init_ack looks for its parent in the process dictionary, and finds undefined there.
  return body instanceof ProcLibBody ? body : error(['badmatch', undefined]);
}

function tell(parent: Address | string, message: unknown): void {
  const to = typeof parent === 'string' ? whereis(parent) : parent;
  if (to !== undefined) send(to, message);
}
