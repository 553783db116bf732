/**
 * connectShell: the near end of a shell, before it is shown to anybody.
 */
import { connect, type TLSSocket } from 'node:tls';
import { endpointText } from '../endpoint.js';
import type { Credentials } from '../spec/credentials.js';
import { describeTlsError, nodeIdIn, tlsSettings, verifiedPeer } from '../tlsSettings.js';
import type { Endpoint } from '../transport.js';
import { greetingText, type ShellGreeting } from './shellGreeting.js';

/** How long until the shell shows something, ms. */
const openTimeout = 10_000;

/**
 * Connects with the shell of a node, over the cluster's TLS.
 *
 * @param node the id that the far end must prove
 * @param credentials a certificate with the role of a shell, and whom to believe
 * @param greeting what the far end is to know of the terminal here
 * @returns what is written to it is what is typed; what is read from it is to be shown
 * @throws Error naming `host:port` and why there is no shell
 */
export function connectShell(
  endpoint: Endpoint,
  node: string,
  credentials: Credentials,
  greeting: ShellGreeting,
): Promise<TLSSocket> {
  const place = endpointText(endpoint);
  return new Promise((resolve, reject) => {
    const socket = connect({ ...tlsSettings(credentials), ...endpoint, checkServerIdentity: () => undefined });
    const fail = (what: string): void => {
      socket.destroy();
      reject(new Error(`${place}: ${what}`));
    };
    // A far end that refuses the certificate does so after it has shown its own.
    let refusal = 'it did not let us in: its node allows no shells, or none to this certificate';
    socket.setTimeout(openTimeout, () => fail('it took too long'));
    socket.on('error', (error: Error) => fail(describeTlsError(error)));
    socket.once('close', () => fail(refusal));
    socket.once('secureConnect', () => {
      const found = nodeIdIn(verifiedPeer(socket));
      if (found !== node) refusal = `its certificate is that of ${found === undefined ? 'no node' : `node "${found}"`}`;
      if (found !== node) return fail(refusal);
      socket.write(greetingText(greeting));
    });
    socket.once('readable', () => {
      if (socket.readableLength === 0) return;
      socket.setTimeout(0).setKeepAlive(true, 60_000);
      resolve(socket);
    });
  });
}
