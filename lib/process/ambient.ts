/**
 * The current process is ambient, as in Erlang: `self()` needs no argument. AsyncLocalStorage carries it across every
 * await, timer and callback. This and the set of running nodes are all the global state there is.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** Holds a Process; typed loosely, because Process builds on this. */
export const ambient = new AsyncLocalStorage<unknown>();
