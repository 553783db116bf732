/** withSeed: an error as it was, but for its message, which says how to have the same run again. */
import { formatTerm } from '../../lib/index.js';

/** So many faults a message shows, the last ones. */
const shown = 20;

export function withSeed(
  thrown: unknown,
  { seed, events }: { readonly seed: number; readonly events: readonly string[] },
): unknown {
  const note = `\n\nThe seed of this run is ${seed}: REGENT_SEED=${seed} replays it.${faultsText(events)}`;
  if (!(thrown instanceof Error)) return new Error(`The test threw ${formatTerm(thrown)}.${note}`, { cause: thrown });
  const { message, stack = `${thrown.name}: ${message}` } = thrown;
  const at = stack.indexOf(message);
  const cut = at < 0 ? 0 : at + message.length;
  Object.defineProperty(thrown, 'message', { value: message + note, configurable: true, writable: true });
  const value = `${stack.slice(0, cut)}${note}${stack.slice(cut)}`;
  Object.defineProperty(thrown, 'stack', { value, configurable: true, writable: true });
  return thrown;
}

function faultsText(events: readonly string[]): string {
  if (events.length === 0) return '';
  const left = events.length - shown;
  const lines = events.slice(-shown).map((event) => `\n  ${event}`);
  return `\nThe faults${left > 0 ? `, without the first ${left}` : ''}:${lines.join('')}`;
}
