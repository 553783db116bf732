/**
 * The settings of a cluster: its options, read and checked, with their defaults.
 */
import type { Node } from '../node/node.js';
import { badarg } from '../terms/errors.js';
import type { BackOffOptions } from './backOff.js';
import type { ClusterOptions } from './clusterOptions.js';
import type { Codec } from './codec.js';
import { msgpackCodec } from './codec/msgpackCodec.js';
import type { ConnectionOptions } from './connect.js';
import { connectionSettings } from './connectionSettings.js';
import type { Discovery } from './discovery/discovery.js';
import type { OutboxLimits } from './outbox.js';
import type { ClusterSpec } from './spec/clusterSpec.js';
import { readClusterSpec } from './spec/readClusterSpec.js';
import { tlsTransport } from './tlsTransport.js';
import type { Transport } from './transport.js';
import { WireTaps } from './wireTaps.js';

export interface ClusterSettings {
  readonly spec: ClusterSpec;
  /** Where the spec came from. */
  readonly source: ClusterOptions['spec'];
  readonly discoveries: readonly Discovery[];
  /** Undefined if the node is alone and has no certificates. */
  readonly transport: Transport | undefined;
  /** The best first. */
  readonly codecs: readonly Codec[];
  readonly connection: ConnectionOptions;
  readonly taps: WireTaps;
  readonly reconnect: BackOffOptions;
  readonly outbox: OutboxLimits;
  readonly isHidden: boolean;
  readonly shell: boolean;
  readonly certificateInterval: number | 'infinity';
  readonly certificateWarnings: readonly number[];
  /** How long a request to be let in may be on its way, ms. */
  readonly crossingTime: number;
}

/** @throws ClusterSpecError, or ErlangError badarg naming the option and its value */
export function clusterSettings(node: Node, options: ClusterOptions): ClusterSettings {
  const inRootContext = <T>(action: () => T): T => node.inRootContext(action);
  const taps = new WireTaps(options.wireTap);
  const connection = {
    ...options,
    clock: node.clock,
    inRootContext,
    get wireTap() {
      return taps.tap;
    },
  };
  const { handshakeTimeout } = connectionSettings(connection);
  const spec = readSpec(node, options);
  const transport = options.transport ?? transportOf(spec, connection);
  return {
    spec,
    source: options.spec,
    discoveries: readDiscoveries(options.discovery, transport),
    transport,
    codecs: readCodecs(options.codec),
    connection,
    taps,
    reconnect: readReconnect(node, options.reconnect),
    outbox: readOutbox(options.outbox),
    isHidden: readHidden(options.hidden),
    shell: readShell(options.shell),
    ...readCertificateOptions(options),
    crossingTime: 2 * handshakeTimeout,
  };
}

function readSpec({ name }: Node, { spec }: ClusterOptions): ClusterSpec {
  if (typeof spec === 'string' || !('own' in spec)) return readClusterSpec(spec, name);
  if (spec.own.id !== name) throw badarg('joinCluster', 'spec.own.id', spec.own.id, `the name of the node, '${name}'`);
  return spec;
}

function transportOf(spec: ClusterSpec, connection: ConnectionOptions): Transport | undefined {
  const { credentials, cipherSuites, own } = spec;
  if (credentials === undefined) return undefined;
  const { handshakeTimeout, inRootContext } = connection;
  return tlsTransport({ credentials, cipherSuites, localAddress: own.localAddress, handshakeTimeout, inRootContext });
}

function readCodecs(codec: ClusterOptions['codec'] = msgpackCodec): readonly Codec[] {
  const codecs = 'name' in codec ? [codec] : codec;
  if (codecs.length === 0) throw badarg('joinCluster', 'codec', codec, 'a codec, or several');
  return codecs;
}

function readDiscoveries(
  discovery: ClusterOptions['discovery'] = [],
  transport: Transport | undefined,
): readonly Discovery[] {
  const discoveries: readonly Discovery[] = 'start' in discovery ? [discovery] : discovery;
  for (const one of discoveries) {
    if (typeof one.start !== 'function') throw badarg('joinCluster', 'discovery', discovery, 'a discovery, or several');
  }
  if (discoveries.length > 0 && transport === undefined) throw withoutCertificates();
  return discoveries;
}

/** Nobody can be connected with. */
export function withoutCertificates(): Error {
  return new Error('the cluster spec names no certificates');
}

function readReconnect({ random }: Node, reconnect: BackOffOptions = {}): BackOffOptions {
  const { min = 100, max = Math.max(min, 10_000) } = reconnect;
  if (!(min >= 1)) throw badarg('joinCluster', 'reconnect.min', min, 'at least 1 millisecond');
  if (!(max >= min && max <= 2 ** 30)) {
    throw badarg('joinCluster', 'reconnect.max', max, `from reconnect.min, ${min}, to 2^30 milliseconds`);
  }
  return { random, ...reconnect, min, max };
}

function readHidden(hidden: unknown = false): boolean {
  if (typeof hidden !== 'boolean') throw badarg('joinCluster', 'hidden', hidden, 'true or false');
  return hidden;
}

function readCertificateOptions({ certificateInterval = 60_000, certificateWarnings = [30, 7, 1] }: ClusterOptions) {
  const ms = certificateInterval === 'infinity' ? 1 : certificateInterval;
  if (!(ms >= 1 && ms <= 2 ** 30)) {
    throw badarg('joinCluster', 'certificateInterval', certificateInterval, "1 to 2^30 milliseconds, or 'infinity'");
  }
  if (!certificateWarnings.every((days) => Number.isFinite(days) && days > 0)) {
    throw badarg('joinCluster', 'certificateWarnings', certificateWarnings, 'numbers of days greater than 0');
  }
  return { certificateInterval, certificateWarnings };
}

function readShell(shell: unknown = false): boolean {
  if (typeof shell !== 'boolean') throw badarg('joinCluster', 'shell', shell, 'true or false');
  return shell;
}

function readOutbox(outbox: OutboxLimits = {}): OutboxLimits {
  for (const name of ['maxSignals', 'maxBytes'] as const) {
    const value = outbox[name];
    if (value !== undefined && !(Number.isInteger(value) && value >= 0)) {
      throw badarg('joinCluster', `outbox.${name}`, value, 'an integer of 0 or more');
    }
  }
  return outbox;
}
