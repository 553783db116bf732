/**
 * The functions of the module gen_server.
 */
import { requests } from '../gen/requests.js';
import { calling } from './calling.js';
import { starting } from './starting.js';

/** Ports the module gen_server; see `GenServer` for the behaviour. */
export const genServer = { ...starting, ...calling, ...requests };
