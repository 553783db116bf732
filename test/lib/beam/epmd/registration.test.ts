// The entry at the port mapper: lost, tried again, taken away.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { VirtualClock } from 'regent-otp/testing';
import { expect, onTestFinished, test } from 'vitest';
import { Registration } from '../../../../lib/beam/epmd/registration.js';
import { Queue } from '../../../support/queue.js';

const registered = [118, 0, 0, 0, 0, 7];
const refused = [118, 1, 0, 0, 0, 7];

/** A port mapper that gives these answers in turn, none to those after them; gives the connections. */
async function epmd(...answers: readonly (readonly number[])[]) {
  const connections = new Queue<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    const answer = answers[count++];
    socket.once('data', () => {
      if (answer?.length === 0) socket.end();
      else if (answer !== undefined) socket.write(Uint8Array.from(answer));
      connections.push(socket);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { address: { host: '127.0.0.1', port }, connections };
}

async function registration(...answers: readonly (readonly number[])[]) {
  const { address, connections } = await epmd(...answers);
  const clock = new VirtualClock(0);
  const events = new Queue<readonly unknown[]>();
  const entry = new Registration({
    epmd: address,
    name: 'js',
    port: 4711,
    clock,
    inRootContext: (action) => action(),
    onChange: (event, reason) => events.push(reason === undefined ? [event] : [event, reason]),
  });
  onTestFinished(() => entry.end());
  return { entry, clock, events, connections, address };
}

test('an entry that is lost is made again two seconds later, and again until it is there', async () => {
  const { entry, clock, events, connections, address } = await registration(registered, refused, [], registered);
  await entry.register();
  (await connections.next()).destroy();
  expect(await events.next()).toEqual(['epmd_lost']);
  const where = `epmd at 127.0.0.1:${address.port} does not register "js"`;
  await clock.elapse(1999);
  expect(connections.all()).toEqual([]);
  await clock.elapse(1);
  expect(await events.next()).toEqual(['epmd_failed', `${where}: is the name taken?`]);
  await clock.elapse(2000);
  expect(await events.next()).toEqual(['epmd_failed', `${where}: it gave no answer`]);
  await clock.elapse(2000);
  expect(await events.next()).toEqual(['epmd_registered']);
  expect(clock.pending).toBe(0);
});

test('an entry that is taken away is not made again', async () => {
  const { entry, clock, events, connections } = await registration(registered);
  await entry.register();
  const connection = await connections.next();
  const closed = once(connection, 'close');
  connection.resume();
  entry.end();
  await closed;
  expect(clock.pending).toBe(0);
  expect(events.all()).toEqual([]);
});

test('an entry that is taken away while it waits to be made again is made no more', async () => {
  const { entry, clock, events, connections } = await registration(registered);
  await entry.register();
  (await connections.next()).destroy();
  await events.next();
  expect(clock.pending).toBe(1);
  entry.end();
  expect(clock.pending).toBe(0);
});

test('an entry that is taken away while it is made again is closed, and nobody is told', async () => {
  const { entry, clock, events, connections } = await registration(registered);
  await entry.register();
  (await connections.next()).destroy();
  await events.next();
  await clock.elapse(2000);
  const second = await connections.next();
  entry.end();
  const closed = once(second, 'close');
  second.resume();
  second.write(Uint8Array.from(registered));
  await closed;
  expect(events.all()).toEqual([]);
  expect(clock.pending).toBe(0);
});
