/** From a socket whose handshake is over to the connection on it. */
import { BeamConnection } from '../wire/beamConnection.js';
import type { BeamSettings } from '../beamSettings.js';
import type { OtherNode } from '../handshake/handshake.js';
import type { Packets } from '../handshake/packets.js';
import { beamFormatName } from '../signals/beamFormat.js';

/** Over TLS the lengths in the handshake have four bytes. */
export function headerSize({ tls }: BeamSettings): 2 | 4 {
  return tls === undefined ? 2 : 4;
}

export function established(packets: Packets, other: OtherNode, settings: BeamSettings): BeamConnection {
  const { channel } = packets;
  const remote = {
    id: other.name,
    creation: other.creation,
    codec: beamFormatName,
    fingerprint: undefined,
    address: channel.remoteAddress,
    maxFrameSize: settings.limits.maxBytes,
  };
  return new BeamConnection(channel, remote, settings, packets.finish());
}
