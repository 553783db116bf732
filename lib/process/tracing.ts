/**
 * tracing: where processes tell what they do, for those who trace them (see node/trace.ts). Who calls this looks at the
 * `tracer` of its node first: while nobody traces, that is all that it costs.
 */
import type { Address } from '../terms/address.js';

/** What a process does, in the words of `erlang:trace/3`, and what each tells besides. */
export interface TraceDetails {
  send: readonly [message: unknown, to: unknown];
  send_to_non_existing_process: readonly [message: unknown, to: unknown];
  receive: readonly [message: unknown];
  spawn: readonly [child: Address, initialCall: unknown];
  spawned: readonly [parent: Address | undefined, initialCall: unknown];
  exit: readonly [reason: unknown];
  register: readonly [name: string];
  unregister: readonly [name: string];
  link: readonly [to: Address];
  unlink: readonly [to: Address];
  getting_linked: readonly [from: Address];
  getting_unlinked: readonly [from: Address];
}

/** Who hears of it: the node. */
export interface TraceSink {
  tell<K extends keyof TraceDetails>(pid: Address, kind: K, details: TraceDetails[K]): void;
}

/** A process, as far as it is traced. */
export interface Traceable {
  readonly address: Address;
  readonly host: { readonly tracer: TraceSink | undefined };
}

/** Tells what a process does. */
export function trace<K extends keyof TraceDetails>(
  { address, host }: Traceable,
  kind: K,
  ...details: TraceDetails[K]
): void {
  host.tracer?.tell(address, kind, details);
}

/** A process that has just started. */
export interface Started extends Traceable {
  readonly parent: Address | undefined;
  readonly body: { readonly initialCall: unknown } | undefined;
}

/** Tells that a process has started, first of who has started it. */
export function traceSpawn({ address, host, parent, body }: Started): void {
  if (parent !== undefined && parent.home === address.home)
    host.tracer?.tell(parent, 'spawn', [address, body?.initialCall]);
  host.tracer?.tell(address, 'spawned', [parent, body?.initialCall]);
}
