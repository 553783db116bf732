/** The functions of the module application that read and change environments. */
import { ErlangError, groupLeader } from '../../lib/index.js';
import { Callbacks, isUndefined } from './callbacks.js';
import { checkConfig, pairsOf, type Config } from './parameters.js';
import { tableHere } from './table.js';

/** Options of `setEnv` and `unsetEnv`: whether it outlasts a load of the application. A timeout does nothing here. */
export type EnvOptions = readonly (readonly ['persistent', boolean] | readonly ['timeout', number | 'infinity'])[];

type Found = readonly ['ok', unknown] | undefined;
type Pairs = readonly (readonly [string, unknown])[];

export interface GetEnv {
  (key: string): Found;
  (application: string, key: string): Found;
  <Default>(application: string, key: string, otherwise: Default): unknown;
}

export interface SetEnv {
  (config: Config, options?: EnvOptions): 'ok';
  (application: string, key: string, value: unknown, options?: EnvOptions | number | 'infinity'): 'ok';
}

export const environment = {
  /**
   * The value of a parameter: `['ok', value]` or undefined; with a default the value itself. With a key alone the parameter
   * of the application that the calling process belongs to. Ports `application:get_env/1,2,3`.
   *
   * @example
   * import { application } from 'regent-otp/behaviours';
   *
   * application.setEnv('bank', 'rate', 3); // => 'ok'
   * application.getEnv('bank', 'rate'); // => ['ok', 3]
   * application.getEnv('bank', 'limit'); // => undefined
   * application.getEnv('bank', 'limit', 100); // => 100
   */
  getEnv: ((...given: readonly unknown[]) => {
    const [name, key] = given.length === 1 ? [applicationHere(), given[0]] : given;
    const parameters = tableHere().environment(name as string);
    const isSet = parameters.has(key as string);
    if (given.length === 3) return isSet ? parameters.get(key as string) : given[2];
    return isSet ? ['ok', parameters.get(key as string)] : undefined;
  }) as GetEnv,

  /**
   * All parameters of an application, of the calling process's own if none is named: pairs. Ports
   * `application:get_all_env/0,1`.
   */
  getAllEnv(application: string | undefined = applicationHere()): Pairs {
    return application === undefined ? [] : [...tableHere().environment(application)];
  },

  /**
   * Sets a parameter, or those of several applications, `[[application, [[key, value]]]]`. The application need not be
   * loaded; what it brings when it is loaded counts more, unless this is persistent. Ports
   * `application:set_env/1,2,3,4`.
   *
   * @param options `[['persistent', true]]`
   * @throws `['badarg', text]` for a configuration that is none
   */
  setEnv: ((...given: readonly unknown[]) => {
    const table = tableHere();
    if (typeof given[0] === 'string') {
      const [name, key, value, options] = given as readonly [string, string, unknown, unknown];
      table.setParameter(name, key, value, isPersistent(options));
      return 'ok';
    }
    const [config, options] = given;
    const problem = checkConfig(config);
    if (problem !== undefined) throw new ErlangError(['badarg', problem]);
    for (const [name, parameters] of pairsOf(config)!) {
      for (const [key, value] of pairsOf(parameters)!) table.setParameter(name, key, value, isPersistent(options));
    }
    return 'ok';
  }) as SetEnv,

  /** Removes a parameter. Ports `application:unset_env/2,3`. */
  unsetEnv(application: string, key: string, options?: EnvOptions | number | 'infinity'): 'ok' {
    tableHere().unsetParameter(application, key, isPersistent(options));
    return 'ok';
  },

  /**
   * The environments of the applications that run, for `configChange`. Ports
   * `application_controller:prep_config_change/0`.
   */
  prepConfigChange(): readonly (readonly [application: string, Pairs])[] {
    const { running } = tableHere();
    return running.map(([name]) => [name, environment.getAllEnv(name)]);
  },

  /**
   * Tells the applications that run what has changed in their environments, through their callback `configChange`. Ports
   * `application_controller:config_change/1`.
   *
   * @param before what `prepConfigChange` gave
   * @returns 'ok', or `['error', errors]`
   */
  async configChange(
    before: readonly (readonly [application: string, Pairs])[],
  ): Promise<'ok' | readonly ['error', readonly unknown[]]> {
    const errors: unknown[] = [];
    for (const [name] of tableHere().running) {
      const [changed, added, removed] = differences(
        before.find(([one]) => one === name)?.[1] ?? [],
        environment.getAllEnv(name),
      );
      if (changed.length + added.length + removed.length === 0) continue;
      const error = await tellChange(name, [changed, added, removed]);
      if (error !== undefined) errors.unshift(error);
    }
    return errors.length === 0 ? 'ok' : ['error', errors];
  },
} as const;

/** The application that the calling process belongs to, by its group leader. */
export function applicationHere(): string | undefined {
  return tableHere().applicationOf(groupLeader());
}

function isPersistent(options: unknown): boolean {
  return (
    Array.isArray(options) &&
    options.some((option) => Array.isArray(option) && option[0] === 'persistent' && option[1] === true)
  );
}

function differences(before: Pairs, now: Pairs): readonly [changed: Pairs, added: Pairs, removed: readonly string[]] {
  const old = new Map(before);
  const present = new Map(now);
  return [
    now.filter(([key, value]) => old.has(key) && !Object.is(old.get(key), value)),
    now.filter(([key]) => !old.has(key)),
    before.map(([key]) => key).filter((key) => !present.has(key)),
  ];
}

async function tellChange(name: string, change: readonly unknown[]): Promise<unknown> {
  const { mod } = tableHere().loaded.get(name)!;
  if (mod.length === 0) return ['module_not_defined', name];
  const result = await new Callbacks(mod[0]).call('configChange', change);
  if (result === 'ok' || isUndefined(result)) return undefined;
  return Array.isArray(result) && result.length === 2 && result[0] === 'error'
    ? (result as readonly unknown[])[1]
    : result;
}
