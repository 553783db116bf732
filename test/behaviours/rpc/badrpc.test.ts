/** How rpc tells what erpc raises. */
import { describe, expect, test } from 'vitest';
import { error, ErlangError, exit, ExitError } from 'regent-otp';
import { rpcError, rpcResult, withoutErpc } from '../../../behaviours/rpc/badrpc.js';
import type { Outcome } from '../../../behaviours/rpc/erpcRequest.js';

const outcome = (kind: string, value: unknown) => [kind, value] as Outcome;

test.each([
  ['a value', ['ok', 7], 7],
  ['what was thrown', ['throw', 'ball'], 'ball'],
  ['an exit that is a value', ['ok', ['EXIT', 'why']], ['badrpc', ['EXIT', 'why']]],
  ['a longer tuple with that tag', ['ok', ['EXIT', 'a', 'b']], ['EXIT', 'a', 'b']],
  ['an exit', ['exit', ['exception', 'closed']], ['badrpc', ['EXIT', 'closed']]],
  ['a signal', ['exit', ['signal', 'killed']], ['badrpc', ['EXIT', 'killed']]],
  ['an error', ['error', ['exception', 'oops', ['stack']]], ['badrpc', ['EXIT', ['oops', ['stack']]]]],
  ['a lost node', ['error', ['erpc', 'noconnection']], ['badrpc', 'nodedown']],
  ['a timeout', ['error', ['erpc', 'timeout']], ['badrpc', 'timeout']],
  ['what the node cannot do', ['error', ['erpc', 'notsup']], ['badrpc', 'notsup']],
  ['anything else that erpc says', ['error', ['erpc', 'system_limit']], ['badrpc', ['EXIT', 'system_limit']]],
])('%s', (_, [kind, value], told) => {
  expect(rpcResult(outcome(kind as string, value))).toEqual(told);
});

describe('is raised:', () => {
  test('badarg, as such', () => {
    expect(() => rpcResult(outcome('error', ['erpc', 'badarg']))).toThrow(ErlangError);
    expect(() => withoutErpc('rpc.cast', () => error(['erpc', 'badarg']))).toThrow('badarg');
  });

  test('what is none of erpc, as it is', () => {
    expect(() => rpcResult(outcome('exit', 'plain'))).toThrow(ExitError);
    expect(() => rpcResult(outcome('error', ['something', 'else']))).toThrow(ErlangError);
    expect(() => withoutErpc('rpc.cast', () => exit('closed'))).toThrow(ExitError);
    const lost = new ErlangError(['erpc', 'noconnection']);
    expect(rpcError('rpc.call', lost)).toBe(lost);
    expect(rpcError('rpc.call', 'thrown')).toBe('thrown');
    expect(withoutErpc('rpc.cast', () => 'fine')).toBe('fine');
  });
});
