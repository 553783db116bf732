/**
 * The functions of the module gen_event.
 */
import { handling } from './handling.js';
import { requests } from './requests.js';
import { starting } from './starting.js';

/** Ports the module gen_event: event managers. See `GenEvent` for the behaviour of their handlers. */
export const genEvent = { ...starting, ...handling, ...requests };
