/**
 * keeperOf: the keeper of the certificates that a cluster's settings name.
 */
import type { Node } from '../../node/node.js';
import type { ClusterSettings } from '../clusterSettings.js';
import { CertificateKeeper, type CertificateKeeperOptions } from './certificateKeeper.js';

/** Undefined if the settings name none. */
export function keeperOf(
  host: Node,
  { spec, transport, certificateInterval, certificateWarnings }: ClusterSettings,
  standing: CertificateKeeperOptions['standing'],
): CertificateKeeper | undefined {
  const { credentials, credentialSource: source, cipherSuites } = spec;
  if (credentials === undefined || transport === undefined) return undefined;
  const times = { interval: certificateInterval, warnings: certificateWarnings };
  return new CertificateKeeper({ host, transport, credentials, source, cipherSuites, ...times, standing });
}
