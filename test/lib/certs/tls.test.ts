// The certificates on the wire: Node's TLS accepts them both ways, and nodeIdOf reads them from a live socket.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { connect, createServer } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { CertifiedKey } from 'regent-otp/certs';
import { nodeIdOf } from 'regent-otp/certs';
import { authority, node } from './shared.js';

type Version = 'TLSv1.2' | 'TLSv1.3';

// Both sides demand a certificate of the authority; who the other is says its URI alone.
function settings(ca: string, own: CertifiedKey | undefined, version: Version) {
  const pair = own === undefined ? {} : { cert: own.certPem, key: own.keyPem };
  return { ca, ...pair, minVersion: version, maxVersion: version, rejectUnauthorized: true } satisfies TlsOptions;
}

async function listen(ca: string, own: CertifiedKey, version: Version) {
  const server = createServer({ ...settings(ca, own, version), requestCert: true });
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function dial(port: number, ca: string, own: CertifiedKey | undefined, version: Version): TLSSocket {
  const tls = { ...settings(ca, own, version), checkServerIdentity: () => undefined };
  const socket = connect({ host: '127.0.0.1', port, ...tls });
  onTestFinished(() => void socket.destroy());
  return socket;
}

// In TLS 1.3 the client is done before the server has looked at its certificate: it learns of the refusal as it reads.
function closing(socket: TLSSocket): Promise<void> {
  socket.on('error', () => undefined).resume();
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('over %s', (version) => {
  test('two nodes of one authority accept each other and know who the other is', async () => {
    const [{ certPem: ca }, one, two] = await Promise.all([authority(), node(1), node(2)]);
    const server = await listen(ca, one, version);
    const accepted = once(server, 'secureConnection');
    const socket = dial((server.address() as AddressInfo).port, ca, two, version);
    const [[peer]] = (await Promise.all([accepted, once(socket, 'secureConnect')])) as unknown as [[TLSSocket]];

    expect([peer.authorized, socket.authorized]).toEqual([true, true]);
    expect(nodeIdOf(peer.getPeerX509Certificate()!)).toBe('2');
    expect(nodeIdOf(socket.getPeerX509Certificate()!)).toBe('1');
    expect(socket.getProtocol()).toBe(version);
    peer.destroy();
  });

  test('a client without a certificate, or with one of another authority, is refused', async () => {
    const [{ certPem: ca }, own, stranger] = await Promise.all([authority(), node(1), node(2, 'theirs')]);
    const server = await listen(ca, own, version);
    server.on('secureConnection', () => expect.unreachable('the client was let in'));
    for (const client of [undefined, stranger]) {
      const refused = once(server, 'tlsClientError');
      const socket = dial((server.address() as AddressInfo).port, ca, client, version);
      const closed = closing(socket);
      await refused;
      await closed;
    }
  });

  test('a server of another authority is refused', async () => {
    const [{ certPem: ca }, own, stranger] = await Promise.all([authority(), node(2), node(1, 'theirs')]);
    const server = await listen(ca, stranger, version);
    server.on('tlsClientError', () => undefined);
    const socket = dial((server.address() as AddressInfo).port, ca, own, version);
    const failed = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(failed).toMatchObject({ code: expect.stringMatching(/SELF_SIGNED|UNABLE_TO|SIGNATURE/) });
  });
});
