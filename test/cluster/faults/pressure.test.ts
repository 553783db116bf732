// Nodes that are sent more than they take in, and messages that are large.
import { beforeAll, describe, expect, test } from 'vitest';
import { DirectNetwork } from '../../soak/directNetwork.js';
import { from, useCluster } from './place.js';

const ids = ['a', 'b'];
const MB = 1_000_000;

describe('two nodes', { timeout: 60_000 }, () => {
  // None of these tests is about silence.
  const place = useCluster(ids, () => DirectNetwork.create(ids), { heartbeatTimeout: 60_000 });
  const node = (id: string) => place.cluster.node(id);

  beforeAll(async () => {
    await place.cluster.stopTraffic();
    await Promise.all(place.cluster.nodes.map((each) => each.ask('openSink')));
  });

  test('calls overtake a message of 100 MB; what its sender sends comes after it', async () => {
    const a = from(node('a'));
    const { early, seen } = await node('a').ask('large', 'b', 100 * MB);
    expect(seen).toEqual(['before', `${100 * MB} bytes`, 'after']);
    expect(early).toBeGreaterThan(0);
    expect(a.nodedowns).toBe(0);
  });

  test('sendNosuspend refuses while the other stands still, and all that it took arrives afterwards', async () => {
    const a = from(node('a'));
    node('b').signal('SIGSTOP');
    // The system takes some, which makes room for more; then all is refused.
    let sent = 0;
    for (let more = Infinity; more > 0; sent += more) more = await node('a').ask('fill', 'b');
    const waited = node('a').ask('drained', 'b');
    node('b').signal('SIGCONT');
    await waited;
    expect(await node('a').ask('seen', 'b')).toMatchObject({ chunks: sent });
    expect(a.nodedowns).toBe(0);
  });

  test('who sends all the same to one that stands still loses the connection, is told so, and keeps its memory', async () => {
    const [a, b] = [from(node('a')), from(node('b'))];
    const before = await node('a').ask('gauge');
    node('b').signal('SIGSTOP');
    expect(await node('a').ask('flood', 'b')).toBe('noconnection');
    await a.nodedown('b', /^send queue limit$/);
    const { rss } = await node('a').ask('gauge');
    expect(rss - before.rss).toBeLessThan(300 * MB);
    // What is sent while the other is away is bounded too, and its loss is told.
    await node('a').ask('flood', 'b');
    await node('a').told(([what, event, who]) => what === 'connection' && event === 'messages_lost' && who === 'b');
    node('b').signal('SIGCONT');
    await Promise.all([a.nodeup('b'), b.nodeup('a')]);
    expect((await node('a').ask('large', 'b', MB)).seen).toEqual(['before', `${MB} bytes`, 'after']);
  });
});
