// What the tests of applications share: a callback module that does what its start argument says, and its tree.
import { P } from 'ts-pattern';
import { exit, on, receive, spawnLink, type Address } from 'regent-otp';
import { Application, application, type ResourceOptions } from 'regent-otp/behaviours';

/** The top of a tree: ends with what it is told. */
export function top(): Address {
  return spawnLink(() => receive(on(['exit', P._], ([, reason]) => exit(reason))));
}

/** What the callbacks of an application do. */
export interface Told {
  readonly start?: (type: unknown) => unknown;
  readonly prepStop?: (state: unknown) => unknown;
  readonly stop?: (state: unknown) => unknown;
  readonly phase?: (...args: readonly unknown[]) => unknown;
  readonly change?: (...args: readonly unknown[]) => unknown;
}

let told: Told;

/** Does what its start argument says; by default it starts a tree that is only its top. */
export class Bank extends Application {
  start(type: unknown, args: Told): unknown {
    told = args;
    return args.start === undefined ? ['ok', top()] : args.start(type);
  }
  override prepStop(state: unknown) {
    return told.prepStop === undefined ? state : told.prepStop(state);
  }
  override stop(state: unknown) {
    return told.stop?.(state);
  }
  override startPhase(...args: readonly unknown[]) {
    return told.phase?.(...args);
  }
  override configChange(...args: readonly unknown[]) {
    return told.change?.(...args);
  }
}

/** Loads an application whose callback module is Bank. */
export function load(name: string, args: Told = {}, options: ResourceOptions = {}): void {
  const loaded = application.load(['application', name, { mod: [Bank, args], ...options }]);
  if (loaded !== 'ok') throw new Error(`not loaded: ${String(loaded)}`);
}

/** The names of the applications that run, without those that always do. */
export function running(): readonly string[] {
  const names = application.whichApplications().map(([name]) => name);
  return names.filter((name) => name !== 'kernel' && name !== 'stdlib');
}

/** The top of the tree of an application that runs. */
export async function topOf(name: string): Promise<Address> {
  const found = await application.getSupervisor(name);
  if (found === undefined) throw new Error(`${name} has no tree`);
  return found[1];
}
