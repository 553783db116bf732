/**
 * The settings of a connection: its options, checked, with their defaults.
 */
import { systemClock, type Clock } from '../scheduler/clock.js';
import { badarg } from '../terms/errors.js';
import type { ConnectionOptions, WireEvent } from './connectOptions.js';
import { maxPayload } from './frames.js';

export interface ConnectionSettings {
  readonly clock: Clock;
  readonly inRootContext: <T>(action: () => T) => T;
  readonly dialTimeout: number;
  readonly handshakeTimeout: number;
  readonly heartbeatInterval: number;
  readonly heartbeatTimeout: number;
  readonly closeTimeout: number;
  readonly highWaterMark: number;
  readonly sendLimit: number;
  readonly maxFrameSize: number;
  readonly wireTap: ((event: WireEvent) => void) | undefined;
}

const KiB = 1024;
const MiB = KiB * KiB;

/** @throws ErlangError badarg, naming the option and its value */
export function connectionSettings(options: ConnectionOptions = {}): ConnectionSettings {
  const heartbeatInterval = ms(options, 'heartbeatInterval', 5000);
  const settings = {
    clock: options.clock ?? systemClock,
    inRootContext: options.inRootContext ?? ((action) => action()),
    dialTimeout: ms(options, 'dialTimeout', 10_000),
    handshakeTimeout: ms(options, 'handshakeTimeout', 5000),
    heartbeatInterval,
    heartbeatTimeout: ms(options, 'heartbeatTimeout', 3 * heartbeatInterval),
    closeTimeout: ms(options, 'closeTimeout', 5000),
    highWaterMark: bytes(options, 'highWaterMark', MiB, 1),
    sendLimit: bytes(options, 'sendLimit', 64 * MiB, 1),
    maxFrameSize: bytes(options, 'maxFrameSize', 128 * MiB, maxPayload),
    // Asked anew for each frame: it may be set while connections stand.
    get wireTap() {
      return options.wireTap;
    },
  } satisfies ConnectionSettings;
  if (settings.heartbeatTimeout < 2 * heartbeatInterval) {
    const least = `at least twice the heartbeatInterval, ${2 * heartbeatInterval}`;
    throw badarg('connection', 'heartbeatTimeout', settings.heartbeatTimeout, least);
  }
  return settings;
}

type NumberOption = 'dialTimeout' | 'handshakeTimeout' | 'heartbeatInterval' | 'heartbeatTimeout' | 'closeTimeout';
type SizeOption = 'highWaterMark' | 'sendLimit' | 'maxFrameSize';

function ms(options: ConnectionOptions, name: NumberOption, byDefault: number): number {
  const value = options[name] ?? byDefault;
  if (Number.isFinite(value) && value >= 1 && value <= 2 ** 30) return value;
  throw badarg('connection', name, value, 'from 1 to 2^30 milliseconds');
}

function bytes(options: ConnectionOptions, name: SizeOption, byDefault: number, least: number): number {
  const value = options[name] ?? byDefault;
  if (Number.isInteger(value) && value >= least && value < 2 ** 31) return value;
  throw badarg('connection', name, value, `an integer of bytes from ${least} to 2^31 - 1`);
}
