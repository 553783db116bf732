// A shadow whose port is slow, or whose requests cannot travel.
import { afterEach, expect, it } from 'vitest';
import { on, receive, send, startNode, type From, type Node } from 'regent-otp';
import { VirtualClock } from 'regent-otp/testing';
import { genServer, GenServer, noreply, ok, reply, sys } from 'regent-otp/behaviours';
import { shadow, type Difference, type ShadowOptions } from 'regent-otp/beam';
import { startBeams } from '../../support/beam/beamPair.js';

const one = 'one@127.0.0.1';
const two = 'two@127.0.0.1';

const nodes: Node[] = [];
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.stop();
});

/** Answers with the request, and keeps what it was told. */
class Echo extends GenServer<readonly unknown[]> {
  init() {
    return ok<readonly unknown[]>([]);
  }
  override handleCall(request: unknown, _from: From, told: readonly unknown[]) {
    return reply(request === 'told' ? told : request, told);
  }
  override handleCast(request: unknown, told: readonly unknown[]) {
    return noreply([...told, request]);
  }
  override handleInfo(info: unknown, told: readonly unknown[]) {
    return noreply([...told, info]);
  }
}

/** Answers when it is told to. */
class Slow extends GenServer<readonly From[]> {
  init() {
    return ok<readonly From[]>([]);
  }
  override handleCall(_request: unknown, from: From, waiting: readonly From[]) {
    return noreply([...waiting, from]);
  }
  override handleInfo(info: unknown, waiting: readonly From[]) {
    if (info === 'answer') for (const from of waiting) genServer.reply(from, 'late');
    return noreply(info === 'answer' ? [] : waiting);
  }
}

/** A node with an original and a port. */
async function startServers(
  original: typeof Echo | typeof Slow,
  port: typeof Echo | typeof Slow,
  clock?: VirtualClock,
) {
  const node = startNode(clock === undefined ? {} : { clock });
  nodes.push(node);
  await node.run(() => genServer.start(['local', 'original'], original, []));
  await node.run(() => genServer.start(['local', 'port'], port, []));
  return node;
}

/** Starts a shadow whose starter lives on; gives the differences, and the next of them. */
async function startShadow(node: Node, options: Omit<ShadowOptions, 'onDifference'>) {
  const differences: Difference[] = [];
  const onDifference = (difference: Difference): void => void differences.push(difference);
  await new Promise<void>((resolve) => {
    node.spawn(async () => {
      await shadow.startLink(['local', 'both'], { ...options, onDifference });
      resolve();
      await receive(on('never', () => true));
    });
  });
  return { differences, reported: () => new Promise((resolve) => node.once('report', resolve)) };
}

const isIdle = async (): Promise<boolean> => {
  const state = (await sys.getState('both')) as Readonly<
    Record<'pending' | 'timers' | 'ids', { readonly size: number }>
  >;
  return state.pending.size + state.timers.size + state.ids.size === 0;
};

it('a port that never answers is a difference, and is not waited for longer; what it says later is dropped', async () => {
  const node = await startServers(Echo, Slow);
  const { differences, reported } = await startShadow(node, { original: 'original', port: 'port', portTimeout: 1 });
  const report = reported();
  expect(await node.run(() => genServer.call('both', 'hello'))).toBe('hello');
  await report;
  expect(differences).toEqual([{ request: 'hello', original: 'hello', port: ['EXIT', 'timeout'], number: 1 }]);
  await node.run(async () => {
    expect(await isIdle()).toBe(true);
    send('port', 'answer');
    // Once the port has answered this, it has answered the other.
    await sys.getState('port');
    expect(await isIdle()).toBe(true);
    expect(await genServer.call('original', 'told')).toEqual([]);
  });
});

it('with originalTimeout, a call that the original does not answer is reported, and kept no longer', async () => {
  const node = await startServers(Slow, Echo);
  const { differences, reported } = await startShadow(node, { original: 'original', port: 'port', originalTimeout: 1 });
  const report = reported();
  await node.run(async () => {
    const id = genServer.sendRequest('both', 'hello');
    await report;
    expect(differences).toEqual([{ request: 'hello', original: ['EXIT', 'timeout'], port: 'hello', number: 1 }]);
    expect(await isIdle()).toBe(true);
    send('original', 'answer');
    await sys.getState('original');
    // Whom the original answers too late has no answer, and nobody else is told.
    expect(await genServer.receiveResponse(id, 0)).toBe('timeout');
    expect(await genServer.call('port', 'told')).toEqual([]);
  });
});

it('a call that neither answers in time is no difference, and kept no longer', async () => {
  const node = await startServers(Slow, Slow);
  const { differences } = await startShadow(node, { original: 'original', port: 'port', originalTimeout: 0 });
  await node.run(async () => {
    genServer.sendRequest('both', 'hello');
    while (!(await isIdle()) || ((await sys.getState('original')) as readonly From[]).length === 0);
  });
  expect(differences).toEqual([]);
});

it('an original that answers in time leaves no timer behind', async () => {
  const node = await startServers(Slow, Echo);
  const { differences, reported } = await startShadow(node, {
    original: 'original',
    port: 'port',
    originalTimeout: 5000,
  });
  const report = reported();
  const answer = await node.run(async () => {
    const id = genServer.sendRequest('both', 'hello');
    await sys.getState('both');
    send('original', 'answer');
    return genServer.receiveResponse(id, 'infinity');
  });
  expect(answer).toEqual(['reply', 'late']);
  await report;
  expect(differences).toMatchObject([{ original: 'late', port: 'hello' }]);
  expect(await node.run(isIdle)).toBe(true);
});

it('a reply of the original that lies behind the end of its time counts, and the port has its own time then', async () => {
  const clock = new VirtualClock(0);
  const node = await startServers(Slow, Slow, clock);
  const { differences } = await startShadow(node, { original: 'original', port: 'port', originalTimeout: 10 });
  const answer = node.run(() => genServer.call('both', 'hello'));
  await node.run(() => sys.suspend('both'));
  await clock.elapse(10);
  await node.run(() => send('original', 'answer'));
  await node.run(() => sys.getState('original'));
  await node.run(() => sys.resume('both'));
  expect(await answer).toBe('late');
  await node.run(() => send('port', 'answer'));
  expect(await node.run(() => sys.getState('port'))).toEqual([]);
  expect(await node.run(isIdle)).toBe(true);
  expect(differences).toEqual([]);
});

it('a port that answers in time leaves no timer behind', async () => {
  const node = await startServers(Echo, Slow);
  const { differences, reported } = await startShadow(node, { original: 'original', port: 'port' });
  const report = reported();
  await node.run(() => genServer.call('both', 'hello'));
  await node.run(() => send('port', 'answer'));
  await report;
  expect(differences).toMatchObject([{ port: 'late' }]);
  expect(await node.run(isIdle)).toBe(true);
});

it('a request that cannot travel fails that call alone', async () => {
  const [first, second] = await startBeams({ [one]: {}, [two]: {} });
  nodes.push(first!.node, second!.node);
  await second!.node.run(() => genServer.start(['local', 'original'], Echo, []));
  await first!.node.run(() => genServer.start(['local', 'port'], Echo, []));
  const { node } = first!;
  const { differences, reported } = await startShadow(node, { original: ['original', two], port: 'port' });
  const report = reported();
  const answers = await node.run(async () => {
    const refused = await genServer.call('both', Symbol('none'));
    genServer.cast('both', Symbol('none'));
    return [refused, await genServer.call('both', 'hello'), await isIdle()] as const;
  });
  expect(await report).toMatchObject({ label: ['shadow', 'not_transferable'], server: ['original', two] });
  expect(answers).toEqual([['EXIT', ['not_transferable', expect.stringMatching(/a symbol cannot travel/)]], 'hello', true]); // prettier-ignore
  expect(await node.run(() => genServer.call('both', 'told'))).toEqual([]);
  expect(differences).toEqual([]);
});

it('a time that is none is refused', async () => {
  const options = { original: 'original', port: 'port', portTimeout: -1 } as const;
  expect(() => shadow.startLink(['local', 'both'], options)).toThrow('portTimeout must be ms from 0 to 4294967295');
  expect(() =>
    shadow.startLink(['local', 'both'], { original: 'original', port: 'port', originalTimeout: 0.5 }),
  ).toThrow('originalTimeout must be ms from 0 to 4294967295');
});
