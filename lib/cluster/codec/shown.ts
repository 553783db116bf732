/** A value from outside as text for an error: short, whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 300 ? `${value.slice(0, 300)}...` : value);
  return typeof value === 'number' ? String(value) : typeof value;
}
