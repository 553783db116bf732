/**
 * The resource of an application, what Erlang keeps in a .app file: Erlang's tuple, whose options are pairs or an object.
 */
import { ErlangError } from '../../lib/index.js';
import { checkParameters, pairsOf, type Parameters } from './parameters.js';

/** A class that extends Application, or an object with its functions. */
export type ApplicationModule = object;

/** The options of a resource. */
export interface ResourceOptions {
  readonly description?: string;
  readonly id?: string;
  readonly vsn?: string;
  readonly modules?: readonly unknown[];
  readonly maxP?: number | 'infinity';
  readonly maxT?: number | 'infinity';
  readonly registered?: readonly string[];
  readonly applications?: readonly string[];
  readonly included_applications?: readonly string[];
  readonly optional_applications?: readonly string[];
  readonly env?: Parameters;
  readonly mod?: readonly [ApplicationModule | 'application_starter', unknown] | readonly [];
  readonly start_phases?: readonly (readonly [phase: string, args: unknown])[];
}

/** A resource as Erlang writes it. */
export type ApplicationResource = readonly [
  'application',
  name: string,
  ResourceOptions | readonly (readonly [string, unknown])[],
];

/** A resource that has been read: all its keys, in the order in which `getAllKey` gives them. */
export interface Loaded {
  readonly description: string;
  readonly id: string;
  readonly vsn: string;
  readonly modules: readonly unknown[];
  readonly maxP: number | 'infinity';
  readonly maxT: number | 'infinity';
  readonly registered: readonly string[];
  readonly included_applications: readonly string[];
  readonly optional_applications: readonly string[];
  readonly applications: readonly string[];
  readonly env: readonly (readonly [string, unknown])[];
  readonly mod: readonly [ApplicationModule | 'application_starter', unknown] | readonly [];
  readonly start_phases: readonly (readonly [phase: string, args: unknown])[] | undefined;
}

/** Why a resource cannot be loaded, thrown by `readResource`. */
export class ResourceError extends ErlangError {}

/** The name of an application, of its resource or by itself. */
export function nameOf(application: unknown): string {
  if (typeof application === 'string') return application;
  if (Array.isArray(application) && application.length === 3 && application[0] === 'application') {
    if (typeof application[1] === 'string') return application[1];
  }
  throw new ResourceError(['bad_application', application]);
}

export function readResource(resource: ApplicationResource): Loaded {
  const [, name, options] = resource;
  const pairs = pairsOf(options);
  if (pairs === undefined) throw new ResourceError(['invalid_options', options]);
  const get = <T>(key: string, otherwise: T): T => {
    const pair = pairs.find((one) => one[0] === key);
    return pair === undefined ? otherwise : (pair[1] as T);
  };
  const mod = get<unknown>('mod', []);
  if (!isStartSpec(mod)) throw new ResourceError(['badstartspec', mod]);
  const env = get<unknown>('env', []);
  const problem = checkParameters(env, name);
  if (problem !== undefined) throw new ResourceError(['invalid_options', problem]);
  return {
    description: get('description', ''),
    id: get('id', ''),
    vsn: get('vsn', ''),
    modules: get('modules', []),
    maxP: get('maxP', 'infinity'),
    maxT: get('maxT', 'infinity'),
    registered: get('registered', []),
    included_applications: get('included_applications', []),
    optional_applications: get('optional_applications', []),
    applications: get('applications', []),
    env: pairsOf(env)!,
    mod,
    start_phases: get('start_phases', undefined),
  };
}

function isStartSpec(mod: unknown): mod is Loaded['mod'] {
  if (!Array.isArray(mod)) return false;
  if (mod.length === 0) return true;
  const module: unknown = mod[0];
  const isModule = typeof module === 'function' || (typeof module === 'object' && module !== null);
  return mod.length === 2 && (isModule || module === 'application_starter') && !Array.isArray(module);
}
