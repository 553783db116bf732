/** Options of streams of tasks, checked as Elixir does. */
import { availableParallelism } from 'node:os';
import { argumentError } from '../elixir/elixirError.js';
import type { Timeout } from './types.js';

/** Options of `asyncStream`, with Elixir's names. */
export interface StreamOptions {
  /** How many tasks run at the same time. Default: as many as the machine has cores. */
  readonly max_concurrency?: number;
  /** Whether results come in the order of the input, or as soon as they are there. Default: true. */
  readonly ordered?: boolean;
  /** How long each task may take, in ms. Default: 5000. */
  readonly timeout?: Timeout;
  /** What a task that takes longer leads to: the exit of the caller, or `['exit', 'timeout']` in its place. Default: 'exit'. */
  readonly on_timeout?: 'exit' | 'kill_task';
  /** Whether what a task was for stands beside the reason of its end: `['exit', [input, reason]]`. Default: false. */
  readonly zip_input_on_exit?: boolean;
}

export function checkStreamOptions(options: StreamOptions): Required<StreamOptions> {
  const {
    max_concurrency = availableParallelism(),
    ordered = true,
    timeout = 5000,
    on_timeout = 'exit',
    zip_input_on_exit = false,
  } = options;
  if (!Number.isInteger(max_concurrency) || max_concurrency < 1) {
    throw argumentError(':max_concurrency must be an integer greater than zero');
  }
  if ((on_timeout as unknown) !== 'exit' && (on_timeout as unknown) !== 'kill_task') {
    throw argumentError(':on_timeout must be either :exit or :kill_task');
  }
  if (timeout !== 'infinity' && !(Number.isInteger(timeout) && timeout >= 0)) {
    throw argumentError(':timeout must be either a positive integer or :infinity');
  }
  return { max_concurrency, ordered, timeout, on_timeout, zip_input_on_exit };
}
