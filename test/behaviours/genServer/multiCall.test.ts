/** multiCall and abcast: one name on several nodes. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { on, receive, self, type From, type Node } from 'regent-otp';
import { genServer, GenServer, noreply, ok, reply } from 'regent-otp/behaviours';
import { startMemoryCluster } from 'regent-otp/testing';
import { messageMode, startTestNode } from '../../support/startTestNode.js';

class Named extends GenServer<string> {
  init(name: string) {
    return ok(name);
  }
  override handleCall(request: unknown, _from: From, name: string) {
    return request === 'mute' && name === 'b' ? noreply(name) : reply([name, request], name);
  }
}

describe('in a cluster of three nodes', () => {
  let nodes: Readonly<Record<'a' | 'b' | 'c', Node>>;
  let end: () => Promise<void>;

  beforeEach(async () => {
    ({ nodes, stop: end } = await startMemoryCluster(['a', 'b', 'c'], { node: { messages: messageMode } }));
    for (const name of ['a', 'b'] as const)
      await nodes[name].run(() => genServer.start(['local', 'server'], Named, name));
  });

  afterEach(() => end());

  test('multiCall gives the replies, and the nodes that have no such server or are not there, in the order asked for', async () => {
    const result = nodes.a.run(() => genServer.multiCall(['c', 'b', 'nowhere', 'a'], 'server', 'hi'));
    expect(await result).toEqual([
      [
        ['b', ['b', 'hi']],
        ['a', ['a', 'hi']],
      ],
      ['c', 'nowhere'],
    ]);
  });

  test('multiCall asks this node and all it is connected with if no nodes are named', async () => {
    const [replies, bad] = await nodes.a.run(() => genServer.multiCall('server', 'hi'));
    expect([...replies].sort()).toEqual([
      ['a', ['a', 'hi']],
      ['b', ['b', 'hi']],
    ]);
    expect(bad).toEqual(['c']);
  });

  test('a server that does not answer in time counts as bad', async () => {
    expect(await nodes.a.run(() => genServer.multiCall(['a', 'b'], 'server', 'mute', 20))).toEqual([
      [['a', ['a', 'mute']]],
      ['b'],
    ]);
  });

  test('abcast reaches the servers on all nodes, and says nothing of those that are missing', async () => {
    await nodes.a.run(async () => {
      const me = self();
      class Telling extends GenServer<string> {
        init(name: string) {
          return ok(name);
        }
        override handleCast(request: unknown, name: string) {
          genServer.cast(me, [name, request]);
          return noreply(name);
        }
      }
      for (const name of ['a', 'b'] as const) {
        await nodes[name].run(() => genServer.start(['local', 'telling'], Telling, name));
      }
      expect(genServer.abcast(['a', 'b', 'c', 'nowhere'], 'telling', 'one')).toBe('abcast');
      for (const name of ['a', 'b']) await receive(on(['$gen_cast', [name, 'one']], () => undefined));
      expect(genServer.abcast('telling', 'two')).toBe('abcast');
      for (const name of ['a', 'b']) await receive(on(['$gen_cast', [name, 'two']], () => undefined));
    });
  });
});

test('wrong arguments raise badarg', async () => {
  await startTestNode().run(async () => {
    expect(() => genServer.abcast('nodes' as never, 'name', 'x')).toThrow('nodes must be');
    await expect(genServer.multiCall(['a'], 7 as never, 'x')).rejects.toThrow('name must be');
    await expect(genServer.multiCall([1] as never, 'x', 'x')).rejects.toThrow('nodes must be');
    await expect(genServer.multiCall(['a'], 'x', 'x', -1)).rejects.toThrow('timeout must be');
  });
});
