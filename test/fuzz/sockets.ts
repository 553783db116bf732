/** Attacks on the real port, by clients with the wrong certificate, none, or another node's handshake, and by slow ones. */
import { connect as connectPlain, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { acceptConnections, dialConnection } from '../../lib/cluster/connect.js';
import type { Connection } from '../../lib/cluster/connection.js';
import { encodeFrame, frameType } from '../../lib/cluster/frames.js';
import { encodeHello } from '../../lib/cluster/hello.js';
import { tlsTransport } from '../../lib/cluster/tlsTransport.js';
import type { Endpoint } from '../../lib/cluster/transport.js';
import { msgpackCodec } from '../../lib/cluster/codec/msgpackCodec.js';
import { credentialsOf, type Wanted } from '../support/certificates.js';
import type { Outcomes } from './outcomes.js';
import type { Random } from './random.js';

const helloOf = (id: string): Buffer =>
  encodeFrame(
    frameType.hello,
    encodeHello({
      id,
      farId: 'a',
      creation: 7,
      maxFrameSize: 2 ** 27,
      isHidden: false,
      fingerprint: undefined,
      codecs: ['msgpack'],
    }),
  );

interface Attack {
  readonly open: (endpoint: Endpoint) => Promise<Socket>;
  readonly says: (random: Random) => readonly Uint8Array[];
  /** It does not end what it says. */
  readonly isSlow?: boolean;
}

const withCertificate =
  (wanted: Wanted | 'none') =>
  async (endpoint: Endpoint): Promise<Socket> => {
    const {
      certPem: cert,
      keyPem: key,
      clusterCertPem: ca,
    } = await credentialsOf('b', wanted === 'none' ? {} : wanted);
    const own = wanted === 'none' ? {} : { cert, key };
    return connect({ ...endpoint, ca, ...own, checkServerIdentity: () => undefined });
  };
const plain = ({ host, port }: Endpoint): Promise<Socket> => Promise.resolve(connectPlain(port, host));
const noise = (random: Random): readonly Uint8Array[] => [Uint8Array.from({ length: random(300) }, () => random(256))];

const attacks: readonly (readonly [string, Attack])[] = [
  ['no certificate', { open: withCertificate('none'), says: () => [helloOf('b')] }],
  ['a certificate of another authority', { open: withCertificate({ by: 'theirs' }), says: () => [helloOf('b')] }],
  ['a certificate that has expired', { open: withCertificate({ isExpired: true }), says: () => [helloOf('b')] }],
  ['no TLS', { open: plain, says: noise }],
  ['noise', { open: withCertificate({}), says: noise }],
  ['another node than its certificate says', { open: withCertificate({}), says: () => [helloOf('friend')] }],
  ['one byte, and silence', { open: withCertificate({}), says: () => [helloOf('b').subarray(0, 1)], isSlow: true }],
  ['silence', { open: withCertificate({}), says: () => [], isSlow: true }],
];

/** Makes so many cases, some at a time. None is let in, each is refused with a reason, and who is in stays so. */
export async function attackPort(cases: number, random: Random, outcomes: Outcomes): Promise<void> {
  const connections: Connection[] = [];
  const refusals: string[] = [];
  const listener = await acceptConnections({
    transport: tlsTransport({ credentials: await credentialsOf('a'), handshakeTimeout: 300 }),
    endpoint: { host: '127.0.0.1', port: 0 },
    local: { id: 'a', creation: 1, codecs: [msgpackCodec.name] },
    admit: () => 'ok',
    onConnection: (connection) => connections.push(connection),
    onRefused: (reason) => refusals.push(reason),
    options: { handshakeTimeout: 300 },
  });
  const transport = tlsTransport({ credentials: await credentialsOf('friend') });
  const local = { id: 'friend', creation: 1, codecs: [msgpackCodec.name] };
  const friend = await dialConnection({ transport, endpoint: listener.endpoint, remoteId: 'a', local });
  let lost: string | undefined;
  friend.onClose = (reason) => (lost = reason);
  for (let done = 0; done < cases; done += 8) {
    await Promise.all(
      Array.from({ length: Math.min(8, cases - done) }, () => oneCase(listener.endpoint, random, outcomes)),
    );
  }
  if (connections.length !== 1) outcomes.problem(`${connections.length - 1} attackers were let in over TLS`);
  if (refusals.length !== cases) outcomes.problem(`${cases} attacks over TLS, and ${refusals.length} refusals`);
  if (refusals.includes('')) outcomes.problem('an attack over TLS was refused without a reason');
  if (lost !== undefined) outcomes.problem(`the connection that stood was lost: ${lost}`);
  friend.close('over');
  await listener.close();
}

async function oneCase(endpoint: Endpoint, random: Random, outcomes: Outcomes): Promise<void> {
  const [kind, { open, says, isSlow = false }] = attacks[random(attacks.length)]!;
  const socket = await open(endpoint);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined).on('data', () => undefined);
  for (const bytes of says(random)) socket.write(bytes);
  if (!isSlow) socket.end();
  await closed;
  outcomes.add(`over TLS, ${kind}`, 'refused');
}
