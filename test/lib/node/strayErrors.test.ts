// An error in a process's asynchronous reach ends that process and nothing else; one of plain code is Node's own business.
// Each program runs in an OS process of its own: an error that got away would end it.
import { beforeAll, describe, expect, test } from 'vitest';
import { built } from '../../support/built.js';
import { runProgram, type Ended } from '../../support/runProgram.js';

beforeAll(built, 120_000);

/** What each source does in the process, and what of the error shows in its exit reason. */
const sources: readonly (readonly [source: string, code: string, reason: string])[] = [
  ['a timeout', `setTimeout(() => { throw new Error('stray'); }, 1)`, 'stray'],
  ['an interval', `setInterval(function () { clearInterval(this); throw new Error('stray'); }, 1)`, 'stray'],
  ['an immediate', `setImmediate(() => { throw new Error('stray'); })`, 'stray'],
  ['a tick', `process.nextTick(() => { throw new Error('stray'); })`, 'stray'],
  ['a microtask', `queueMicrotask(() => { throw new Error('stray'); })`, 'stray'],
  ['a promise that nobody awaits', `Promise.reject(new Error('stray'))`, 'stray'],
  ['an async function that nobody awaits', `(async () => { await 1; throw new Error('stray'); })()`, 'stray'],
  ['a call that nobody awaits', `genCall('x', self(), 1, 1000, (reason) => reason)`, 'calling_self'],
  ['a timer in a timer of promises', `delay(1).then(() => setTimeout(() => { throw new Error('stray'); }))`, 'stray'],
  [
    'an error event without listener',
    `setImmediate(() => new EventEmitter().emit('error', new Error('stray')))`,
    'stray',
  ],
  [
    'a listener',
    `{ const e = new EventEmitter(); e.on('x', () => { throw new Error('stray'); }); setImmediate(() => e.emit('x')); }`,
    'stray',
  ],
  [
    'a listener of an event target',
    `{ const t = new EventTarget(); t.addEventListener('x', () => { throw new Error('stray'); }); t.dispatchEvent(new Event('x')); }`,
    'stray',
  ],
  ['a callback of the file system', `fs.stat('.', () => { throw new Error('stray'); })`, 'stray'],
  ['a stream of a file that is not there', `fs.createReadStream('nowhere')`, 'ENOENT'],
  ['a file that is not there, by a promise', `fs.promises.readFile('nowhere')`, 'ENOENT'],
  ['a program that is not there', `spawnProgram('nowhere-at-all')`, 'ENOENT'],
  ['a name that is not looked up', `dns.lookup('localhost', () => { throw new Error('stray'); })`, 'stray'],
  ['a connection that is refused', `refusedPort().then((port) => net.connect(port, '127.0.0.1'))`, 'ECONNREFUSED'],
  [
    'a socket of a server',
    `{ const server = net.createServer((socket) => { socket.destroy(); server.close(); throw new Error('stray'); }); server.listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1').on('error', () => 0).unref()); }`,
    'stray',
  ],
  [
    'what a socket reads',
    `{ const server = net.createServer((s) => { server.close(); s.on('error', () => 0); s.end('x'); }); server.listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1').on('data', () => { throw new Error('stray'); })); }`,
    'stray',
  ],
  [
    'a request of a web server',
    `{ const server = http.createServer(() => { server.closeAllConnections(); server.close(); throw new Error('stray'); }); server.listen(0, '127.0.0.1', () => http.get({ port: server.address().port }).on('error', () => 0)); }`,
    'stray',
  ],
  [
    'a fetch that nobody awaits',
    `refusedPort().then((port) => { fetch('http://127.0.0.1:' + port); })`,
    'fetch failed',
  ],
  ['a worker', `new Worker('throw new Error("stray")', { eval: true })`, 'stray'],
  [
    'a message of a worker',
    `{ const w = new Worker('require("worker_threads").parentPort.postMessage(1)', { eval: true }); w.on('message', () => { throw new Error('stray'); }); }`,
    'stray',
  ],
  [
    'a message port',
    `{ const { port1, port2 } = new MessageChannel(); port2.on('message', () => { port2.close(); throw new Error('stray'); }); port1.postMessage(1); }`,
    'stray',
  ],
  ['a pipeline that nobody awaits', `pipeline(fs.createReadStream('nowhere'), new PassThrough())`, 'ENOENT'],
  ['a value that is no error', `setTimeout(() => { throw 'ball'; })`, "[ [ 'nocatch', 'ball' ], [] ]"],
  ['an exit', `setTimeout(() => exit('enough'))`, "'enough'"],
];

/** Runs a process with the source in it between two that must live on; prints its end, the crashes, and how they are. */
const programOf = (code: string, options = '{}') => `
  import { EventEmitter } from 'node:events';
  import { spawn as spawnProgram } from 'node:child_process';
  import { once } from 'node:events';
  import dns from 'node:dns';
  import fs from 'node:fs';
  import http from 'node:http';
  import net from 'node:net';
  import { PassThrough } from 'node:stream';
  import { pipeline } from 'node:stream/promises';
  import { setTimeout as delay } from 'node:timers/promises';
  import { inspect } from 'node:util';
  import { MessageChannel, Worker } from 'node:worker_threads';
  import { after, down, exit, genCall, on, receive, self, send, spawn, spawnMonitor, startNode } from 'regent-otp';

  async function refusedPort() {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  const node = startNode(${options});
  const crashes = [];
  node.on('crash', ({ pid }) => crashes.push(pid));
  node.on('zombie_error', ({ error }) => console.log('zombie', error.message));
  await node.run(async () => {
    const me = self();
    const bystander = spawn(() => receive(on('ping', () => send(me, 'pong'))));
    const [pid, ref] = spawnMonitor(async () => {
      ${code};
      await receive();
    });
    console.log(await receive(on(down(ref), ([, , , , reason]) => inspect(reason)), after(10000, () => 'lives on')));
    send(bystander, 'ping');
    console.log(await receive(on('pong', () => 'bystander lives')));
    console.log(crashes.map((each) => each === pid));
  });
  await node.stop();
`;

describe('ends its process and nothing else:', () => {
  test.for(sources)('%s', async ([, code, shown]) => {
    const { code: status, stdout, stderr } = await runProgram(programOf(code));
    const isExit = shown === "'enough'" || shown === 'calling_self';
    expect(stderr).toBe('');
    expect(stdout).toContain(shown);
    expect(stdout.trimEnd().split('\n').slice(-2)).toEqual(['bystander lives', isExit ? '[]' : '[ true ]']);
    expect(status).toBe(0);
  });
});

test('a server whose timer fails is started again by its supervisor', async () => {
  const { code, stdout, stderr } = await runProgram(`
    import { startNode } from 'regent-otp';
    import { GenServer, genServer, ok, reply } from 'regent-otp/behaviours';
    import { Supervisor, supervisor } from 'regent-otp/supervisors';

    class Server extends GenServer {
      static startLink() { return genServer.startLink(['local', 'server'], Server, []); }
      init() { return ok(0); }
      handleCall(request, _from, count) {
        if (request === 'fail') setTimeout(() => { throw new Error('stray'); });
        return reply(count, count + 1);
      }
    }
    class Sup extends Supervisor {
      init() { return ['ok', [{}, [{ id: 'server', start: [Server, 'startLink', []] }]]]; }
    }
    const node = startNode();
    await node.run(async () => {
      await supervisor.startLink(Sup, []);
      console.log(await Server.call('server', 'count'), await Server.call('server', 'fail'));
      await new Promise((resolve) => node.on('report', ({ label }) => label[1] === 'progress' && resolve()));
      console.log(await Server.call('server', 'count'));
    });
    await node.stop();
  `);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '0 1\n0\n', stderr: '' });
});

test('the error of a process that has ended before is told as an event', async () => {
  const program = programOf(`setTimeout(() => { throw new Error('late'); }, 1); exit('early')`);
  const { code, stdout, stderr } = await runProgram(
    program.replace('await node.stop()', `await once(node, 'zombie_error'); await node.stop()`),
  );
  expect(stderr).toBe('');
  expect(stdout).toContain("'early'");
  expect(stdout).toContain('zombie late');
  expect(code).toBe(0);
});

describe('plain code', () => {
  /** How a program ends with a node and without one; where it stands and what it imports shows in what Node prints. */
  async function both(code: string, flags: readonly string[] = []): Promise<readonly [Ended, Ended]> {
    const ends = ['', 'startNode();'].map(async (start) => {
      const ended = await runProgram(`import { startNode } from 'regent-otp';\n${start}\n${code}`, flags);
      return { ...ended, stderr: ended.stderr.replace(/program-\w+/g, 'program') };
    });
    const [without, withNode] = await Promise.all(ends);
    return [without!, withNode!];
  }

  test.each([
    ['a timeout', `setTimeout(() => { throw new Error('plain'); });`],
    ['a tick', `process.nextTick(() => { throw new TypeError('plain'); });`],
    ['a microtask', `queueMicrotask(() => { throw new Error('plain'); });`],
    ['a rejection', `Promise.reject(new Error('plain'));`],
    ['a rejection of no error', `Promise.reject({ plain: true });`],
    ['an error at once', `throw new Error('plain');`],
    [
      'an error event',
      `import { EventEmitter } from 'node:events';\nsetImmediate(() => new EventEmitter().emit('error', new Error('plain')));`,
    ],
    ['no error', `throw 'ball';`],
  ])('ends the OS process as ever, to the byte: %s', async (_source, code) => {
    const [without, withNode] = await both(code);
    expect(without.code).toBe(1);
    expect(without.stderr).toMatch(/plain|ball|UnhandledPromiseRejection/);
    expect(withNode).toEqual(without);
  });

  test.each(['warn', 'none', 'strict', 'throw', 'warn-with-error-codes'])(
    'whose rejections Node.js is told to treat as %s',
    async (mode) => {
      const code = `Promise.reject(new Error('plain')); setTimeout(() => process.exit(process.exitCode), 20);`;
      const [without, withNode] = await both(code, [`--unhandled-rejections=${mode}`]);
      const stable = (ended: Ended) => ({ ...ended, stderr: ended.stderr.replace(/\(node:\d+\)/g, '') });
      expect(stable(withNode)).toEqual(stable(without));
    },
  );

  test('its own listeners hear of its errors, and not of those of processes', async () => {
    const { code, stdout, stderr } = await runProgram(`
      import { startNode } from 'regent-otp';
      process.on('uncaughtException', (error) => console.log('exception', error.message));
      process.on('unhandledRejection', (error) => console.log('rejection', error.message));
      const node = startNode();
      node.spawn(() => { setTimeout(() => { throw new Error('of a process'); }); return new Promise(() => 0); });
      node.spawn(async () => { Promise.reject(new Error('of a process')); await new Promise(() => 0); });
      setTimeout(() => { throw new Error('plain'); });
      Promise.reject(new Error('plain'));
      setTimeout(() => node.stop(), 20);
    `);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'rejection plain\nexception plain\n', stderr: '' });
  });
});

test('a node can leave all of it to Node.js', async () => {
  const { code, stderr } = await runProgram(
    programOf(`setTimeout(() => { throw new Error('stray'); })`, '{ catchStrayErrors: false }'),
  );
  expect(code).toBe(1);
  expect(stderr).toContain('Error: stray');
});

test('nothing of it is left when the last node has stopped', async () => {
  const { code, stdout } = await runProgram(`
    import { startNode } from 'regent-otp';
    const [emit, microtask] = [process.emit, queueMicrotask];
    const isHooked = () => process.emit !== emit;
    const [a, b] = [startNode({ name: 'a' }), startNode({ name: 'b' })];
    const states = [isHooked()];
    await a.stop();
    states.push(isHooked());
    await b.stop();
    states.push(isHooked(), queueMicrotask === microtask, Object.hasOwn(process, 'emit'));
    console.log(states.join(' '));
  `);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'true true false true false\n' });
});
