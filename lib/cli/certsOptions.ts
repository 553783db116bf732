// Options that several commands of `regent certs` share.
import { InvalidArgumentError, Option } from 'commander';

export function dirOption(): Option {
  return new Option('--dir <dir>', 'the folder of the certificates').default('certs');
}

export function daysOption(byDefault: string): Option {
  return new Option('--days <n>', `lifetime in days (default: ${byDefault})`).argParser(integer);
}

export function bitsOption(): Option {
  return new Option('--bits <n>', 'length of the RSA key: 2048, 3072 or 4096 (default: 2048)').argParser(integer);
}

export function passphraseOption(): Option {
  return new Option('--passphrase-file <file>', "the first line of this file opens the authority's key");
}

export function forceOption(description: string): Option {
  return new Option('--force', description);
}

/** Gathers the values of an option that may be repeated. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** Reads an integer that is not negative. */
export function integer(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is not an integer.');
}
