/**
 * Problems: the mistakes found in a cluster spec so far.
 */
import { CertificateError } from '../../certs/index.js';

export class Problems {
  readonly found: string[] = [];

  /** @param field `nodes[1].address`; '' for the spec itself */
  add(field: string, what: string): void {
    this.found.push(field === '' ? what : `${field}: ${what}`);
  }

  /** What the action gives; a CertificateError, which names its field, is collected. */
  collect<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof CertificateError)) throw error;
      this.found.push(error.message);
      return undefined;
    }
  }

  isObject(value: unknown, field: string): value is Readonly<Record<string, unknown>> {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isObject) this.add(field, `${show(value)} must be an object`);
    return isObject;
  }

  /** A field that is misspelt would be ignored in silence otherwise. */
  unknownFields(value: object, known: Readonly<Record<string, true>>, prefix: string): void {
    const names = Object.keys(known);
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(known, name)) continue;
      const meant = names.find((other) => plain(other) === plain(name)) ?? names.find((other) => isClose(other, name));
      const hint = meant === undefined ? `; there are ${names.join(', ')}` : `; did you mean ${meant}?`;
      this.add(`${prefix}${name}`, `there is no such field${hint}`);
    }
  }
}

/** A value in a message, cut short. */
export function show(value: unknown): string {
  const text = (JSON.stringify(value) as string | undefined) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

function plain(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase();
}

/** Whether one letter more, less, or other makes one name of the other. */
function isClose(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same++;
  const rest = short.length === long.length ? short.slice(same + 1) : short.slice(same);
  return rest === long.slice(same + 1);
}
