/**
 * What a behaviour shows of itself in `sys.getStatus` and in its reports, through the callback `formatStatus/1`.
 */
import { Address } from '../../lib/index.js';
import { moduleName } from '../moduleName.js';

/** What `formatStatus` gets, and gives back with what must not be seen hidden. */
export interface Status {
  readonly state?: unknown;
  /** gen_statem's data. */
  readonly data?: unknown;
  readonly message?: unknown;
  readonly reason?: unknown;
  readonly log?: readonly unknown[];
}

/** The report of an end that is not orderly. */
export type LastWords = Readonly<Record<string, unknown>>;

export interface StatusFormatter {
  formatStatus?(status: Status): Status;
}

/** The status as the callback wants it shown. Whatever is wrong with the callback must not hide a report. */
export function formatStatus(server: StatusFormatter, status: Status): Status & { readonly EXIT?: string } {
  if (server.formatStatus === undefined) return status;
  const failed = (why: string) => ({
    ...status,
    EXIT: `${String(moduleName(server.constructor))}:format_status/1 ${why}`,
  });
  let formatted: unknown;
  try {
    formatted = server.formatStatus(status);
  } catch {
    return failed('crashed');
  }
  if (typeof formatted !== 'object' || formatted === null || Array.isArray(formatted))
    return failed('did not return a map');
  if (Object.keys(formatted).some((key) => !Object.hasOwn(status, key)))
    return failed('returned a map with unknown keys');
  return { ...status, ...formatted };
}

/** The header of `sys.getStatus`: a line of text, unless the name is neither a name nor an address. */
export function statusHeader(text: string, name: unknown): readonly ['header', unknown] {
  return ['header', typeof name === 'string' || name instanceof Address ? `${text} ${String(name)}` : [text, name]];
}
