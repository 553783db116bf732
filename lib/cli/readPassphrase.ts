// A passphrase from a file: arguments are visible to every user of a machine.
import { readText } from './readText.js';

/** @returns the first line as an option, none when there is no file to read */
export async function readPassphrase(file: string | undefined): Promise<{ readonly passphrase?: string }> {
  if (file === undefined) return {};
  const text = await readText(file);
  return { passphrase: text.split(/\r?\n/, 1)[0]! };
}
