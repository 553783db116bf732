// Members that name servers know, as those of Kubernetes do.
import { dnsAddresses, dnsServices } from 'regent-otp';
import { expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.js';
import { serverFailure, startNameServer, type Records } from './nameServer.js';
import { watched } from './watched.js';

const service = '_regent._tcp.chat.default.svc.cluster.local';
const pod = (index: number) => `chat-${index}.chat.default.svc.cluster.local`;

test('SRV records name nodes by the first label of their hosts', async () => {
  const server = await startNameServer({
    SRV: {
      [service]: [
        { target: pod(0), port: 4100 },
        { target: pod(1), port: 4101 },
      ],
    },
    A: { [pod(0)]: ['10.0.0.7'] },
    AAAA: { [pod(1)]: ['fd00::7'] },
  });
  const { told } = watched(dnsServices(service, { servers: [server] }));
  const nodes = (await told.next()) as readonly { readonly id: string }[];
  expect(nodes.toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual([
    { id: 'chat-0', address: '10.0.0.7:4100' },
    { id: 'chat-1', address: '[fd00::7]:4101' },
  ]);
});

test('A and AAAA records are nodes at one port, by their addresses', async () => {
  const server = await startNameServer({ A: { chat: ['10.0.0.9', '10.0.0.8'] }, AAAA: { chat: ['fd00::7'] } });
  const { told } = watched(dnsAddresses('chat', { port: 4100, servers: [server] }));
  expect(await told.next()).toEqual([
    { id: '10.0.0.8', address: '10.0.0.8:4100' },
    { id: '10.0.0.9', address: '10.0.0.9:4100' },
    { id: 'fd00--7', address: '[fd00::7]:4100' },
  ]);
});

test('ids can be chosen, and records left out', async () => {
  const records = {
    SRV: {
      [service]: [
        { target: pod(0), port: 4100 },
        { target: pod(1), port: 9090 },
      ],
    },
    A: { [pod(0)]: ['10.0.0.8'], [pod(1)]: ['10.0.0.8'] },
  };
  const servers = [await startNameServer(records)];
  const id = ({ name, port }: { readonly name: string; readonly port: number }) =>
    port === 4100 ? `node@${name}` : undefined;
  expect(await watched(dnsServices(service, { servers, id })).told.next()).toEqual([
    { id: `node@${pod(0)}`, address: '10.0.0.8:4100' },
  ]);
  const byAddress = dnsAddresses(pod(0), { port: 1, servers, id: (address) => `n${address}` });
  expect(await watched(byAddress).told.next()).toEqual([{ id: 'n10.0.0.8', address: '10.0.0.8:1' }]);
});

test('changed records are seen at the next look', async () => {
  const records: Records = { A: { chat: ['10.0.0.8'] } };
  const servers = [await startNameServer(records)];
  const { clock, told } = watched(dnsAddresses('chat', { port: 1, servers, interval: 200 }));
  expect(await told.next()).toMatchObject([{ id: '10.0.0.8' }]);
  records.A = { chat: ['10.0.0.9'] };
  await eventually(() => clock.pending === 1);
  clock.advance(200);
  expect(await told.next()).toMatchObject([{ id: '10.0.0.9' }]);
});

test.each([
  ['a name without records', {}, /chat/],
  ['a name server that fails', { A: { chat: ['10.0.0.8'] }, rcode: serverFailure }, /ESERVFAIL/],
])('%s is a failure, and not a cluster without members', async (_, records: Records, reason) => {
  const servers = [await startNameServer(records)];
  expect(await watched(dnsAddresses('chat', { port: 1, servers })).told.next()).toMatch(reason);
  expect(await watched(dnsServices('chat', { servers })).told.next()).toMatch(/chat|ESERVFAIL/);
});

test('a host of an SRV record without an address is a failure', async () => {
  const servers = [await startNameServer({ SRV: { [service]: [{ target: pod(0), port: 1 }] } })];
  const { told } = watched(dnsServices(service, { servers }));
  expect(await told.next()).toBe(`${pod(0)} has neither A nor AAAA records`);
});

test('one host without an address does not hide the others, and one that is left out is not asked for', async () => {
  const records: Records = {
    SRV: { [service]: [0, 1, 2].map((index) => ({ target: pod(index), port: 1 })) },
    A: { [pod(1)]: ['10.0.0.8'] },
  };
  const servers = [await startNameServer(records)];
  const id = ({ name }: { readonly name: string }) => (name === pod(2) ? undefined : name.slice(0, 6));
  const { told } = watched(dnsServices(service, { servers, id }));
  expect(await told.next()).toEqual([{ id: 'chat-1', address: '10.0.0.8:1' }]);
  // For the service, and for A and AAAA of two hosts.
  expect(records.asked).toBe(5);
});

test('options that make no sense are refused', () => {
  expect(() => dnsAddresses('chat', { port: 0 })).toThrow('dnsAddresses: port must be an integer from 1 to 65535');
  expect(() => dnsAddresses('', { port: 1 })).toThrow('dnsAddresses: name must be');
  expect(() => dnsServices(service, { interval: 0.5 })).toThrow('dnsServices: interval must be');
  expect(() => dnsServices(service, { servers: ['name'] })).toThrow(/Invalid IP address/i);
});
