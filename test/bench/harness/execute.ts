// Runs a program to its end.
import { execFile } from 'node:child_process';

/** What it printed; an exit code other than 0 becomes an error that shows all it printed. */
export function execute(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  seconds = 180,
): Promise<string> {
  const env = { ...process.env, ...environment };
  const options = { env, maxBuffer: 64 * 1024 * 1024, timeout: seconds * 1000, killSignal: 'SIGKILL' } as const;
  return new Promise((resolve, reject) => {
    execFile(command, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(
          new Error(
            `${[command, ...args].join(' ')}: ${error.killed ? 'took too long' : error.code}\n${stdout}${stderr}`,
          ),
        );
    });
  });
}
