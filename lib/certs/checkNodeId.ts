// What a node id may be. An id is part of a URI and of a file name, and a message that quotes it must not lie, so only
// characters that need no escape in any of them are allowed.
import { CertificateError } from './certificateError.js';

/** The ids that {@link checkNodeId} lets through, as the source of a regular expression. */
export const nodeIdPattern = '[A-Za-z0-9_.@-]{1,255}';

const wholeId = new RegExp(`^${nodeIdPattern}$`);

/**
 * Gives a node id as text: 1 to 255 letters, digits and `_ . @ -` of ASCII, case kept. A number must be an integer
 * from 0 to 2^53 - 1 and is the same id as its decimal text.
 *
 * @param id - the id, as a cluster spec has it
 * @param field - how an error calls it
 * @throws CertificateError `bad_option`, naming field and value
 *
 * @example
 * import { checkNodeId } from 'regent-otp/certs';
 *
 * checkNodeId(1); // => '1'
 */
export function checkNodeId(id: number | string, field = 'id'): string {
  const text = typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? String(id) : id;
  if (typeof text === 'string' && wholeId.test(text)) return text;
  const shown = typeof id === 'string' ? JSON.stringify(id.slice(0, 300)) : String(id);
  throw new CertificateError(
    'bad_option',
    field,
    `${shown} is no node id; allowed are 1 to 255 of the characters A-Z a-z 0-9 _ . @ -, or an integer from 0`,
  );
}
