// Connections with Erlang nodes: how they come about, are refused, lost and made again.
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { P } from 'ts-pattern';
import {
  down,
  disconnectNode,
  monitor,
  monitorNode,
  monitorNodes,
  netAdm,
  on,
  receive,
  register,
  self,
  send,
  spawn,
  startNode,
  type Node,
} from 'regent-otp';
import { atom, joinBeam, tuple } from 'regent-otp/beam';
import { Epmd } from '../../support/beam/epmd.js';
import { describeBesideErlang, type Erlang } from '../../support/beam/erlangs.js';
import { ErlangNode } from '../../support/beam/erlangNode.js';
import { freePort } from '../../support/beam/freePort.js';
import { cookie, erlName, jsName, startJs, startPair } from '../../support/beam/withBeam.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The next event 'connection' of a kind. */
const eventOf = (node: Node, kind: string): Promise<Record<string, unknown>> =>
  new Promise((resolve) => {
    node.on('connection', (event) => event.event === kind && resolve(event));
  });

describeBesideErlang('Erlang nodes', (erlang: Erlang) => {
  const pair = async (...options: Parameters<typeof startPair> extends [Erlang, ...infer R] ? R : never) => {
    const started = await startPair(erlang, ...options);
    closing.push(() => started.close());
    return started;
  };

  it('monitorNodes and monitorNode tell of them as hidden nodes, and of their loss', async () => {
    const { node, erl } = await pair();
    const told = node.run(async () => {
      monitorNodes(true, ['nodedown_reason', ['node_type', 'all']]);
      monitorNodes(true);
      monitorNode(erlName, true);
      const up = await receive(on(['nodeup', P._, P._], (message) => message));
      register('watcher', self());
      const lost = await receive(on(['nodedown', P._, P._], (message) => message));
      return [up, lost, await receive(on(['nodedown', P._], (message) => message))];
    });
    while ((await node.run(() => netAdm.ping(erlName))) !== 'pong');
    await erl.kill();
    expect(await told).toEqual([
      ['nodeup', erlName, [['node_type', 'hidden']]],
      ['nodedown', erlName, expect.arrayContaining([['nodedown_reason', 'connection_closed'], ['node_type', 'hidden']])], // prettier-ignore
      ['nodedown', erlName],
    ]);
  });

  it('Erlang hears of this node with node_type all, and when it leaves', async () => {
    const { beam, erl } = await pair();
    await erl.eval(`net_kernel:monitor_nodes(true, [{node_type, all}])`);
    expect(await beam.connect(erlName)).toBe(true);
    expect(await erl.eval('receive {nodeup, N, _} -> N after 5000 -> late end')).toBe(atom(jsName));
    await beam.leave();
    expect(await erl.eval('receive {nodedown, N, _} -> N after 5000 -> late end')).toBe(atom(jsName));
  });

  it('with a connection go the links and monitors over it', async () => {
    const { node, erl } = await pair();
    expect(await erl.eval(`net_adm:ping('${jsName}')`)).toBe('pong');
    const reason = node.run(async () => {
      const ref = monitor('process', ['test_shell', erlName]);
      register('lonely', self());
      return receive(on(down(ref), ([, , , , why]) => why));
    });
    expect(await erl.eval(`R = monitor(process, {lonely, '${jsName}'}), put(ref, R), is_reference(R)`)).toBe(true);
    await node.run(() => disconnectNode(erlName));
    expect(await reason).toBe('noconnection');
    const why = `R = get(ref), receive {_, R, process, _, Why} -> Why after 5000 -> late end`;
    expect(await erl.eval(why)).toBe(atom('noconnection'));
  });

  it('a node that restarts is another run: its earlier pids are dead, ours stay what they were', async () => {
    const { node, erl, epmd } = await pair();
    const [mine, theirs] = await node.run(async () => {
      const pid = spawn(async () => {
        register('stays', self());
        for (;;) await receive(on([P._, 'ping'], ([from]) => void send(from as never, 'pong')));
      });
      send(['test_shell', erlName], tuple(self(), pid));
      return [pid, undefined];
    });
    const shell = await erl.eval(`receive {_, P} -> put(pid, P), self() after 5000 -> late end`);
    expect(theirs).toBeUndefined();
    const lost = new Promise((resolve) => node.once('nodedown', resolve));
    await erl.kill();
    await lost;
    const again = await ErlangNode.start({ erlang, epmd, name: erlName, cookie });
    closing.push(() => again.kill());
    expect(await node.run(() => netAdm.ping(erlName))).toBe('pong');
    const reason = await node.run(async () => {
      const ref = monitor('process', shell as never);
      return receive(on(down(ref), ([, , , , why]) => why));
    });
    expect(reason).toBe('noproc');
    const answered = await again.eval(
      `{stays, '${jsName}'} ! {self(), <<"ping">>}, receive M -> M after 5000 -> late end`,
    );
    expect(answered).toBe('pong');
    expect(mine.node).toBe(jsName);
  });

  it('a wrong cookie is refused from either side, and costs nothing else', async () => {
    const { node, epmd } = await pair({ cookie: 'another' });
    const refused = eventOf(node, 'dial_failed');
    expect(await node.run(() => netAdm.ping(erlName))).toBe('pang');
    expect(await refused).toMatchObject({ node: erlName });
    const other = await ErlangNode.start({ erlang, epmd, name: 'other@127.0.0.1', cookie: 'wrong' });
    closing.push(() => other.kill());
    const turnedAway = eventOf(node, 'refused');
    expect(await other.eval(`net_adm:ping('${jsName}')`)).toBe('pang');
    expect(await turnedAway).toMatchObject({ node: 'other@127.0.0.1', reason: 'wrong cookie' });
    expect(await other.eval(`erlang:set_cookie('${jsName}', another), net_adm:ping('${jsName}')`)).toBe('pong');
  });

  it('only nodes that are allowed get in', async () => {
    const { node, erl } = await pair({ allow: ['friend@127.0.0.1'] });
    const refused = eventOf(node, 'refused');
    expect(await erl.eval(`net_adm:ping('${jsName}')`)).toBe('pang');
    expect(await refused).toMatchObject({ node: erlName, reason: `node "${erlName}" is not let in` });
  });

  it('after epmd was lost the node is registered again, in the same run', async () => {
    const { node, erl, epmd } = await pair();
    const before = node.creation;
    const again = eventOf(node, 'epmd_registered');
    await epmd.stop();
    await epmd.restart();
    await again;
    expect(node.creation).toBe(before);
    expect(await erl.eval(`net_adm:ping('${jsName}')`)).toBe('pong');
  });

  it('without epmd nodes are found at given ports', async () => {
    const port = await freePort();
    const erl = await ErlangNode.start({
      erlang,
      name: erlName,
      args: ['-start_epmd', 'false', '-erl_epmd_port', String(port), '-dist_listen', 'true'],
    });
    closing.push(() => erl.kill());
    const node = startNode({ name: jsName });
    closing.push(() => node.stop());
    const beam = await joinBeam(node, { name: jsName, cookie, epmd: false, ports: { [erlName]: port } });
    expect(await beam.connect(erlName)).toBe(true);
    expect(await erl.eval(`net_adm:ping('${jsName}')`)).toBe('pong');
  });

  it('two nodes that connect at the same time end with one connection', async () => {
    const { node, erl, epmd } = await pair();
    for (let round = 0; round < 5; round++) {
      const theirs = erl.eval(`net_adm:ping('${jsName}')`);
      expect([await node.run(() => netAdm.ping(erlName)), await theirs]).toEqual(['pong', 'pong']);
      const lost = new Promise((resolve) => node.once('nodedown', resolve));
      await node.run(() => disconnectNode(erlName));
      await lost;
      await erl.eval(
        'Wait = fun Wait() -> case nodes(hidden) of [] -> ok; _ -> timer:sleep(1), Wait() end end, Wait()',
      );
    }
    // A name greater than ours, so that the other side of the rule is met.
    const later = await ErlangNode.start({ erlang, epmd, name: 'z@127.0.0.1', cookie });
    closing.push(() => later.kill());
    const theirs = later.eval(`net_adm:ping('${jsName}')`);
    expect([await node.run(() => netAdm.ping('z@127.0.0.1')), await theirs]).toEqual(['pong', 'pong']);
  });

  it('an idle connection is kept by ticks, and a node that is silent is given up', async () => {
    const { node, erl } = await pair({ netTickTime: 400 });
    expect(await node.run(() => netAdm.ping(erlName))).toBe('pong');
    const lost = new Promise<object>((resolve) => node.once('nodedown', (_name, info) => resolve(info)));
    // An Erlang node ticks every 15 seconds: far too seldom for this time.
    expect(await lost).toEqual({ reason: 'net_tick_timeout', type: 'hidden' });
    expect(await erl.eval(`net_adm:ping('${jsName}')`)).toBe('pong');
  });

  it('sends that make a connection wait for it, in order', async () => {
    const { node, erl } = await pair();
    await node.run(() => {
      for (let index = 0; index < 100; index++) send(['test_shell', erlName], index);
    });
    expect(await erl.eval('[receive N -> N after 5000 -> late end || _ <- lists:seq(1, 100)]')).toEqual(
      Array.from({ length: 100 }, (_, index) => index),
    );
  });

  it('a stranger that says nothing, or nonsense, is turned away', async () => {
    const { node, beam } = await pair({ handshakeTimeout: 200 });
    const refused = eventOf(node, 'refused');
    const silent = connect(beam.port, '127.0.0.1');
    await once(silent, 'close');
    expect(await refused).toMatchObject({ reason: 'the handshake takes too long' });
    const nonsense = connect(beam.port, '127.0.0.1');
    const next = eventOf(node, 'refused');
    nonsense.write('GET / HTTP/1.1\r\n\r\n');
    await once(nonsense, 'close');
    expect((await next)['reason']).toMatch(/in the handshake|no introduction/);
  });
});

describeBesideErlang('joinBeam', (erlang) => {
  it.each([
    [{ name: 'js' }, 'name must be name@host'],
    [{ cookie: '' }, 'cookie must be 1 to 255 characters'],
    [{ hidden: false as never }, 'hidden must be true'],
    [{ port: -1 }, 'port must be an integer from 0 to 65535'],
    [{ atoms: ['nil'] }, 'names of atoms other than true'],
    [{ allow: ['x'] }, 'allow must be name@host'],
  ])('refuses %j', async (options, problem) => {
    const node = startNode();
    closing.push(() => node.stop());
    await expect(joinBeam(node, { name: jsName, cookie, epmd: false, ...options })).rejects.toThrow(problem);
  });

  it('fails if the name is taken at epmd, and leaves nothing behind', async () => {
    const epmd = await Epmd.start(erlang);
    closing.push(() => epmd.stop());
    const first = await startJs(epmd);
    closing.push(() => first.node.stop());
    const second = startNode({ name: 'second' });
    closing.push(() => second.stop());
    const options = { name: jsName, cookie, epmd: { port: epmd.port } };
    await expect(joinBeam(second, options)).rejects.toThrow('does not register "js": is the name taken?');
    expect([second.peers.canFind, second.registered()]).toEqual([false, []]);
    await first.node.stop();
    await joinBeam(second, options);
    await expect(joinBeam(second, options)).rejects.toThrow('is in an Erlang cluster already');
  });
});
