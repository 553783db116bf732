/**
 * What the discoveries by DNS have in common.
 */
import { Resolver } from 'node:dns/promises';
import { badarg } from '../../terms/errors.js';
import { checkInterval } from './polling.js';

export interface DnsOptions {
  /** ms between two looks. Default: 5,000. */
  readonly interval?: number | undefined;
  /** Name servers, `address` or `address:port`. Default: those of the system. */
  readonly servers?: readonly string[] | undefined;
}

/** @throws ErlangError badarg, naming the option and its value */
export function checkDnsOptions(where: string, name: unknown, { interval = 5000, servers }: DnsOptions): number {
  if (typeof name !== 'string' || name === '') throw badarg(where, 'name', name, 'a name that name servers know');
  checkInterval(where, interval);
  if (servers !== undefined) resolverOf(servers);
  return interval;
}

/** A resolver that gives up when the signal says so. */
export function resolverOf(servers: readonly string[] | undefined, signal?: AbortSignal): Resolver {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  signal?.addEventListener('abort', () => resolver.cancel(), { once: true });
  return resolver;
}

/**
 * The IPv4 and then the IPv6 addresses of a name, sorted: name servers like to shuffle them. None if it has none.
 *
 * @throws if it cannot be told
 */
export async function addressesOf(resolver: Resolver, name: string): Promise<readonly string[]> {
  const families = await Promise.all([resolver.resolve4(name).catch(noneOr), resolver.resolve6(name).catch(noneOr)]);
  return families.flatMap((family) => family.toSorted());
}

/** Why a name is of no use. */
export function withoutAddress(name: string): Error {
  return new Error(`${name} has neither A nor AAAA records`);
}

// A name may have records of one kind alone.
function noneOr(error: NodeJS.ErrnoException): readonly string[] {
  if (error.code === 'ENODATA' || error.code === 'ENOTFOUND') return [];
  throw error;
}
