/** The phases in which an application, and those that it includes, are started. Ports the module application_starter. */
import type { StartType } from './application.js';
import { Callbacks } from './callbacks.js';
import type { ApplicationModule, Loaded } from './resource.js';
import { tableHere } from './table.js';

/** The failure of a phase. */
type Failure = readonly ['error', unknown];

/** Runs the phases in order; gives the first failure. */
export async function runPhases(
  phases: NonNullable<Loaded['start_phases']>,
  type: StartType,
  name: string,
): Promise<Failure | undefined> {
  for (const [phase] of phases) {
    const failure = await runPhaseOf([name], phase, type);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

async function runPhaseOf(names: readonly string[], phase: string, type: StartType): Promise<Failure | undefined> {
  for (const name of names) {
    const failure = await runPhase(name, phase, type);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

async function runPhase(name: string, phase: string, type: StartType): Promise<Failure | undefined> {
  const loaded = tableHere().loaded.get(name);
  const mod = loaded?.mod ?? [];
  if (loaded === undefined || mod.length === 0) return undefined;
  if (mod[0] !== 'application_starter') return callPhase(loaded, mod[0], name, phase, type);
  const [module] = mod[1] as readonly [ApplicationModule];
  const failure = await callPhase(loaded, module, name, phase, type);
  return failure ?? runPhaseOf(loaded.included_applications, phase, type);
}

async function callPhase(
  { start_phases: phases }: Loaded,
  module: ApplicationModule,
  name: string,
  phase: string,
  type: StartType,
): Promise<Failure | undefined> {
  if (phases === undefined) return ['error', ['start_phases_undefined', name]];
  const found = phases.find(([one]) => one === phase);
  if (found === undefined) return undefined;
  const callbacks = new Callbacks(module);
  const args = [phase, type, found[1]];
  const call = [callbacks.name, 'start_phase', args];
  const result = await callbacks.call('startPhase', args);
  if (result === 'ok') return undefined;
  if (Array.isArray(result) && result.length === 2 && result[0] === 'error') return ['error', [result[1], call]];
  return ['error', ['bad_return_value', [call, result]]];
}
