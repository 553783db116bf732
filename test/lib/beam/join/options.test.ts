// Options of joinBeam that are wrong: the error names the option and its value, and nothing is left behind.
import { joinBeam, type BeamOptions } from 'regent-otp/beam';
import { expect, test } from 'vitest';
import { startTestNode } from '../../../support/startTestNode.js';

const right: BeamOptions = { name: 'js@127.0.0.1', cookie: 'secret', epmd: false };
const pem = '-----BEGIN';

test.each<readonly [string, Readonly<Record<string, unknown>>]>([
  ["name must be name@host, not 'js'", { name: 'js' }],
  ['name must be name@host, not 5', { name: 5 }],
  ["cookie must be 1 to 255 characters of ASCII without spaces, not '...'", { cookie: 'two words' }],
  ["cookie must be 1 to 255 characters of ASCII without spaces, not '...'", { cookie: 'x'.repeat(256) }],
  ['hidden must be true', { hidden: false }],
  ['port must be an integer from 0 to 65535, not 65536', { port: 65_536 }],
  ['netTickTime must be an integer from 4', { netTickTime: 3 }],
  ['handshakeTimeout must be', { handshakeTimeout: 0.5 }],
  ['epmd.port must be an integer from 1 to 65535, not 0', { epmd: { port: 0 } }],
  ['ports must be { name@host: port }', { ports: { 'a@b': 0 } }],
  ['ports must be { name@host: port }', { ports: { a: 1 } }],
  ["allow must be a list of names of nodes, not 'a@b'", { allow: 'a@b' }],
  ["allow must be name@host, not 'a'", { allow: ['a'] }],
  ["binaries must be 'text' or 'bytes', not 'text ", { binaries: 'text ' }],
  ['tls.keyPem must be a text in PEM', { tls: { certPem: pem, clusterCertPem: pem } }],
  ['tls.peers must be', { tls: { certPem: pem, keyPem: pem, clusterCertPem: pem, peers: 'all' } }],
  ['atoms must be', { atoms: ['true'] }],
])('%s', async (problem, options) => {
  const node = startTestNode();
  await expect(joinBeam(node, { ...right, ...options })).rejects.toThrow(problem);
  const beam = await joinBeam(node, right);
  expect(beam.nodes()).toEqual([]);
});

test('a node joins one cluster, and none once it has stopped', async () => {
  const node = startTestNode();
  await joinBeam(node, right);
  await expect(joinBeam(node, right)).rejects.toThrow('is in an Erlang cluster already');
  await node.stop();
  await expect(joinBeam(node, right)).rejects.toThrow('has stopped');
});
