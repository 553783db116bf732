/**
 * Which names a request may use for the server, in its header Host. A browser that a foreign page has led here under the
 * page's own name (DNS rebinding) tells that name, and is refused.
 */
import { isIP, isIPv6 } from 'node:net';

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** Whether an address can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** The names that the header Host may have. */
export function permittedHosts(host: string, more: readonly string[]): ReadonlySet<string> {
  const own = isIPv6(host) ? `[${host}]` : host;
  return new Set([own, ...more, ...(isLoopback(host) ? loopbackNames : [])].map((name) => name.toLowerCase()));
}

/** The name in the header Host. Its port is that of a tunnel, if the request came through one, and says nothing. */
export function nameIn(header: string): string {
  return header.toLowerCase().replace(/:\d*$/, '');
}
