/** The functions of rpc that talk to processes by their registered names. */
import { P } from 'ts-pattern';
import { badarg, demonitor, down, monitor, node, nodes, on, receive, self, send } from '../../lib/index.js';
import { erpcOutcome } from './erpcOutcome.js';
import { sendErpc } from './erpcRequest.js';

/** What such a call gives: what those answered that did, and the nodes that did not. */
export type MultiServerResult = readonly [replies: readonly unknown[], bad: readonly string[]];

export const rpcServers = {
  /**
   * Sends a message to the processes with a name on several nodes; on this one and all it is connected with if none are
   * named. Ports `rpc:abcast/2,3`.
   *
   * @returns 'abcast'
   */
  abcast: ((...given: readonly unknown[]) => {
    const [to, name, message] = namedOn('abcast', given);
    for (const where of to) send([name, where], message);
    return 'abcast';
  }) as Abcast,

  /**
   * As `abcast`, and waits until the messages have arrived. Ports `rpc:sbcast/2,3`.
   *
   * @returns `[goodNodes, badNodes]`: bad are those that cannot be reached and those where nobody has the name
   */
  sbcast: (async (...given: readonly unknown[]) => {
    const [to, name, message] = namedOn('sbcast', given);
    const requests = to.map((where) => sendErpc('sbcast', [where, 'rpc', 'sbcast', [name, message]]));
    const outcomes = await Promise.all(requests.map((request) => erpcOutcome(request, 'infinity')));
    const isGood = (_: string, index: number): boolean => outcomes[index]![0] === 'ok' && outcomes[index]![1] === true;
    return [to.filter(isGood), to.filter((where, index) => !isGood(where, index))];
  }) as Sbcast,

  /**
   * Sends `[self(), message]` to a registered process of a node and waits for `[wrapper, node, reply]`. Ports
   * `rpc:server_call/4`.
   *
   * @returns the reply; `['error', 'nodedown']` if the node or the process is lost
   */
  async serverCall(to: string, name: string, wrapper: unknown, message: unknown): Promise<unknown> {
    const ref = monitor('process', [name, to]);
    send([name, to], [self(), message]);
    return receive(
      on(down(ref), () => ['error', 'nodedown'] as const),
      on([wrapper, to, P._], ([, , reply]) => {
        demonitor(ref, ['flush']);
        return reply;
      }),
    );
  },

  /**
   * Sends `[self(), message]` to the processes with a name on several nodes and waits for `[name, node, reply]` of each; on
   * this one and all it is connected with if none are named. Ports `rpc:multi_server_call/2,3`.
   *
   * @returns the replies, and the nodes that gave none
   */
  multiServerCall: (async (...given: readonly unknown[]) => {
    const [to, name, message] = namedOn('multiServerCall', given);
    const refs = to.map((where) => {
      const ref = monitor('process', [name, where]);
      send([name, where], [self(), message]);
      return ref;
    });
    const replies: unknown[] = [];
    const bad: string[] = [];
    for (const [index, where] of to.entries()) {
      await receive(
        on(down(refs[index]!), () => void bad.push(where)),
        on([name, where, P._], ([, , reply]) => {
          demonitor(refs[index]!, ['flush']);
          replies.push(reply);
        }),
      );
    }
    return [replies, bad];
  }) as MultiServerCall,
} as const;

export interface Abcast {
  (name: string, message: unknown): 'abcast';
  (nodes: readonly string[], name: string, message: unknown): 'abcast';
}

export interface Sbcast {
  (name: string, message: unknown): Promise<readonly [good: readonly string[], bad: readonly string[]]>;
  (
    nodes: readonly string[],
    name: string,
    message: unknown,
  ): Promise<readonly [good: readonly string[], bad: readonly string[]]>;
}

export interface MultiServerCall {
  (name: string, message: unknown): Promise<MultiServerResult>;
  (nodes: readonly string[], name: string, message: unknown): Promise<MultiServerResult>;
}

function namedOn(where: string, given: readonly unknown[]): readonly [readonly string[], string, unknown] {
  const [to, name, message] = given.length === 2 ? [[node(), ...nodes()], ...given] : given;
  if (!Array.isArray(to) || !to.every((one) => typeof one === 'string')) {
    throw badarg(where, 'nodes', to, 'a list of names of nodes');
  }
  if (typeof name !== 'string') throw badarg(where, 'name', name, 'a registered name');
  return [to, name, message];
}
