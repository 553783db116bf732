// Reads the text that Node prints for the subject alternative names of a certificate. The text joins names with ", "
// and writes a name that holds a comma, a quote or the like as a JSON string (before that, a name could pose as
// several: CVE-2021-44532). Invariant: what does not fit this form gives no names at all, never some of them.

/** One subject alternative name. */
export interface AltName {
  /** As Node prints it: 'DNS', 'IP Address', 'URI', ... */
  readonly type: string;
  readonly value: string;
}

const entry = /([^:",]+):(?:("(?:[^"\\]|\\.)*")|([^",]*))(, |$)/y;

/**
 * Splits the `subjectAltName` of an X509Certificate.
 *
 * @param text - as Node prints it; undefined where the certificate has none
 * @returns the names in the certificate's order, or undefined when the text has another form
 */
export function parseAltNames(text: string | undefined): readonly AltName[] | undefined {
  if (text === undefined) return [];
  const names: AltName[] = [];
  entry.lastIndex = 0;
  for (;;) {
    const found = entry.exec(text);
    if (found === null) return undefined;
    const [, type = '', quoted, plain = '', separator] = found;
    const value = quoted === undefined ? plain : unquote(quoted);
    if (value === undefined) return undefined;
    names.push({ type, value });
    if (separator === '') return names;
  }
}

function unquote(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}
