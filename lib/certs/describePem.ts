// A few words about a text that is not what it should be, for an error. Never shows what may be secret.

/** Says what a text holds: its first label, or how long it is. */
export function describePem(text: string): string {
  if (text.trim() === '') return 'it is empty';
  const label = /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(text)?.[1];
  return label === undefined ? `it has ${text.length} characters and no -----BEGIN ...-----` : `it holds a ${label}`;
}
