/**
 * How a node tells its launcher what happens, over the channel that Node.js puts between an OS process and its child.
 */
import { formatTerm } from 'regent-otp';
import type { Report, Step } from './steps.js';

export function report(what: Report, sent: () => void = () => undefined): void {
  process.send!(what, sent);
}

/** Takes a step: the action gives what it saw, or fails by an exit or an error that says so. */
export async function step(name: Step, action: () => Promise<string>): Promise<void> {
  try {
    report(['seen', name, await action()]);
  } catch (thrown) {
    report(['failed', name, thrown instanceof Error ? thrown.message : formatTerm(thrown)]);
    throw thrown;
  }
}
