/** The settings of a membership in an Erlang cluster: its options, checked, with their defaults. */
import type { Clock } from '../scheduler/clock.js';
import { badarg } from '../terms/errors.js';
import type { Node } from '../node/node.js';
import type { BeamOptions, BeamTls } from './beamOptions.js';
import { partsOf } from './beamName.js';
import type { BinaryMode } from './etf/decoder.js';
import { defaultLimits, type TermLimits } from './etf/limits.js';
import { Vocabulary } from './etf/vocabulary.js';

export interface BeamSettings {
  /** The name in the Erlang cluster, and its parts. */
  readonly name: string;
  readonly alias: string;
  readonly cookie: string;
  readonly host: string;
  readonly port: number;
  /** The port of epmd on every host; undefined: there is none. */
  readonly epmdPort: number | undefined;
  readonly ports: ReadonlyMap<string, number>;
  readonly tls: BeamTls | undefined;
  readonly allow: ReadonlySet<string> | undefined;
  readonly vocabulary: Vocabulary;
  readonly binaries: BinaryMode;
  readonly limits: TermLimits;
  readonly highWaterMark: number;
  readonly sendLimit: number;
  readonly handshakeTimeout: number;
  readonly heartbeatInterval: number;
  readonly heartbeatTimeout: number;
  readonly closeTimeout: number;
  readonly clock: Clock;
  readonly inRootContext: <T>(action: () => T) => T;
}

const KiB = 1024;
const MiB = KiB * KiB;
const usualEpmdPort = 4369;
/** Longer ones are cut by Erlang. */
const longestCookie = 255;

/** @throws ErlangError badarg, naming the option and its value */
export function beamSettings(node: Node, options: BeamOptions): BeamSettings {
  const parts = partsOf(options.name);
  if (parts === undefined) throw wrong('name', options.name, 'name@host');
  checkCookie(options.cookie);
  if (options.hidden !== undefined && !options.hidden) {
    throw wrong('hidden', options.hidden, "true: a visible node would have to take part in Erlang's global");
  }
  const tickTime = number(options, 'netTickTime', 60_000, 4, 2 ** 30);
  return {
    name: options.name,
    alias: parts.name,
    cookie: options.cookie,
    host: options.host ?? '127.0.0.1',
    port: number(options, 'port', 0, 0, 65_535),
    epmdPort: epmdPort(options),
    ports: portsOf(options),
    tls: options.tls === undefined ? undefined : checkedTls(options.tls),
    allow: options.allow === undefined ? undefined : namesOf(options.allow),
    vocabulary: new Vocabulary(options.atoms),
    binaries: oneOf('binaries', options.binaries ?? 'text', ['text', 'bytes']),
    limits: { ...defaultLimits, ...options.limits },
    highWaterMark: number(options, 'highWaterMark', MiB, 1, 2 ** 31),
    sendLimit: number(options, 'sendLimit', 64 * MiB, 1, 2 ** 31),
    handshakeTimeout: number(options, 'handshakeTimeout', 7000, 1, 2 ** 30),
    heartbeatInterval: tickTime / 4,
    heartbeatTimeout: tickTime * 1.25,
    closeTimeout: 5000,
    clock: node.clock,
    inRootContext: (action) => node.inRootContext(action),
  };
}

function checkCookie(cookie: unknown): void {
  const isCookie = typeof cookie === 'string' && /^[\x21-\x7e]+$/.test(cookie) && cookie.length <= longestCookie;
  // Its value is a secret: it must not be shown.
  if (!isCookie) throw badarg('joinBeam', 'cookie', '...', `1 to ${longestCookie} characters of ASCII without spaces`);
}

function epmdPort({ epmd = true }: BeamOptions): number | undefined {
  if (epmd === false) return undefined;
  const { port = Number(process.env['ERL_EPMD_PORT'] ?? usualEpmdPort) } = epmd === true ? {} : epmd;
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw wrong('epmd.port', port, 'an integer from 1 to 65535');
}

function portsOf({ ports = {} }: BeamOptions): ReadonlyMap<string, number> {
  for (const [name, port] of Object.entries(ports)) {
    const isPort = Number.isInteger(port) && port > 0 && port < 65_536;
    if (partsOf(name) === undefined || !isPort) throw wrong('ports', { [name]: port }, '{ name@host: port }');
  }
  return new Map(Object.entries(ports));
}

function namesOf(names: readonly string[]): ReadonlySet<string> {
  if (!Array.isArray(names)) throw wrong('allow', names, 'a list of names of nodes');
  for (const name of names as readonly string[])
    if (partsOf(name) === undefined) throw wrong('allow', name, 'name@host');
  return new Set(names);
}

function checkedTls(tls: BeamTls): BeamTls {
  for (const part of ['certPem', 'keyPem', 'clusterCertPem'] as const) {
    if (typeof tls[part] !== 'string') throw wrong(`tls.${part}`, typeof tls[part], 'a text in PEM');
  }
  oneOf('tls.peers', tls.peers ?? 'node', ['node', 'host']);
  return tls;
}

type NumberOption = 'netTickTime' | 'port' | 'highWaterMark' | 'sendLimit' | 'handshakeTimeout';

function number(options: BeamOptions, name: NumberOption, byDefault: number, least: number, most: number): number {
  const value = options[name] ?? byDefault;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrong(name, value, `an integer from ${least} to ${most}`);
}

function oneOf<T extends string>(name: string, value: T, values: readonly T[]): T {
  if (values.includes(value)) return value;
  throw wrong(name, value, values.map((each) => `'${each}'`).join(' or '));
}

function wrong(name: string, value: unknown, expected: string): Error {
  return badarg('joinBeam', name, value, expected);
}
