/**
 * Tags: how terms that neither MessagePack nor JSON has are written with those that both have. An array whose first
 * item is one of these one-character strings stands for something else than an array. A user's array that happens to
 * begin with such a string is sent behind the tag `quote`, so nothing is ever taken for what it is not.
 */

export const tags = {
  /** ["'", ...items]: an array whose first item is a tag. */
  quote: "'",
  /** ['@', node, creation, id]: an Address. */
  address: '@',
  /** ['#', node, creation, id]: a Ref. */
  ref: '#',
  /** ['%', key, value, key, value, ...]: a Map. */
  map: '%',
  /** ['|', ...members]: a Set. */
  set: '|',
  /** ['{', key, value, ...]: a plain object with a key that cannot be the key of a native one. */
  pairs: '{',
  /** [':', ms]: a Date; null if it is invalid. */
  date: ':',
  /** ['`', kind, bytes]: a typed array, Buffer, DataView or ArrayBuffer. */
  bytes: '`',
  /** ['"', bytes]: a string that UTF-8 cannot carry, as UTF-16, little-endian. */
  text: '"',
  /** [',', text]: '-0', and where the format has none 'NaN', 'Infinity', '-Infinity'. */
  number: ',',
  /** [';', hexadecimal]: a bigint that the format has no number for. */
  bigint: ';',
  /** ['?']: undefined, where the format has none. */
  nothing: '?',
  /** ['!', class, name, message, stack, details]: an Error. */
  error: '!',
  /** ['&', name, version, data]: an instance of a registered class. */
  instance: '&',
} as const;

export type Tag = (typeof tags)[keyof typeof tags];

/** 1 at the character codes that are tags. For the walk over bytes. */
export const tagCodes = new Uint8Array(256);
for (const tag of Object.values(tags)) tagCodes[tag.charCodeAt(0)] = 1;

/** Whether a value is a tag. */
export function isTag(value: unknown): value is Tag {
  return typeof value === 'string' && value.length === 1 && tagCodes[value.charCodeAt(0)] === 1;
}
