/** Whether the certificate at the far end of a TLS socket is that of the node which it says it is. */
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import { nodeIdIn, verifiedPeer } from '../../cluster/tlsSettings.js';
import { partsOf } from '../beamName.js';
import type { BeamTls } from '../beamOptions.js';

/** @param peers see `BeamTls` */
export function isCertified(socket: TLSSocket, name: string, peers: BeamTls['peers']): boolean {
  if (!socket.authorized || socket.isSessionReused()) return false;
  if (peers !== 'host') return nodeIdIn(verifiedPeer(socket)) === name;
  const host = partsOf(name)?.host;
  return host !== undefined && checkServerIdentity(host, socket.getPeerCertificate()) === undefined;
}
