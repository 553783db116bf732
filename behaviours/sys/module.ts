/**
 * The functions of the module sys.
 */
import { debugging } from './debugging.js';
import { inspecting } from './inspecting.js';
import { special } from './special.js';

/** Ports the module sys: looking at, stopping, watching and changing processes of all behaviours from outside. */
export const sys = { ...inspecting, ...debugging, ...special };
