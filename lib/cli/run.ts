// The command line without the OS process around it. Invariants: what was asked for goes to `out`, errors go to `err`
// as one line; the exit status is 0, 1 for what failed, 2 for what was asked wrongly.
import { Command, CommanderError } from 'commander';
import { CertificateError } from '../certs/index.js';
import { certsCommand } from './certsCommand.js';
import { shellCommand } from './shellCommand.js';
import { version } from './version.js';

/** Where text goes; each text ends its lines itself. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * Runs `regent` with some arguments.
 *
 * @param args - without the interpreter and the script
 * @returns the exit status
 */
export async function run(args: readonly string[], output: Output): Promise<number> {
  try {
    await program(output).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    output.err(`regent: ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof CertificateError && error.code === 'bad_option' ? 2 : 1;
  }
}

function program({ out, err }: Output): Command {
  const command = new Command('regent')
    .description('Tools for Regent clusters.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err, outputError: (text, write) => write(usageError(text)) });
  return command.addCommand(inherit(certsCommand(out), command)).addCommand(inherit(shellCommand(), command));
}

// addCommand, unlike command, leaves a command and those below it with settings of their own.
function inherit(command: Command, from: Command): Command {
  command.copyInheritedSettings(from);
  for (const child of command.commands) inherit(child, from);
  return command;
}

function usageError(text: string): string {
  return `regent: ${text.replace(/^error: /, '').trimEnd()} (see regent --help)\n`;
}
