/**
 * Endpoints as text, `host:port` or `[IPv6]:port`.
 */
import { isIPv4, isIPv6 } from 'node:net';
import type { Endpoint } from './transport.js';

/** `host:port`, an IPv6 address in brackets. */
export function endpointText({ host, port }: Endpoint): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The endpoint that a text names, or what is wrong with it. */
export function parseEndpoint(text: unknown): Endpoint | string {
  if (typeof text !== 'string') return 'must be a text "host:port"';
  const parts = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d{1,5})$/.exec(text);
  if (parts === null) return 'must be "host:port", an IPv6 address in brackets';
  const [, six, name, digits] = parts;
  const port = Number(digits);
  if (port > 65_535) return `the port must be at most 65535, not ${digits}`;
  const host = (six ?? name!).toLowerCase();
  const problem = six === undefined ? hostProblem(host) : isIPv6(host) ? undefined : 'no IPv6 address in the brackets';
  return problem ?? { host, port };
}

/** Whether it stands for all addresses of a machine: fit to listen at, not to be reached at. */
export function isWildcard({ host }: Endpoint): boolean {
  return host === '0.0.0.0' || (isIPv6(host) && /^[0:]+$/.test(host));
}

function hostProblem(host: string): string | undefined {
  if (host === '') return 'the host is missing';
  // What looks like an IPv4 address must be one: a resolver would take 10.1 for 10.0.0.1.
  if (/^[\d.]+$/.test(host)) return isIPv4(host) ? undefined : `${host} is no IPv4 address`;
  const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
  const isName = host.length <= 253 && new RegExp(`^${label}(?:\\.${label})*\\.?$`).test(host);
  return isName ? undefined : `${JSON.stringify(host)} is no host name`;
}
