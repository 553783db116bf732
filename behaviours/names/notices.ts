/**
 * Notices: what the registries of a name, on different nodes, tell each other. Each speaks for its own node alone.
 */
import { P } from 'ts-pattern';
import { Address, on, Ref, type On } from '../../lib/index.js';
import { lastStamp, type Claim } from './claim.js';

/** A claim, as it travels. */
export type ListedClaim = readonly [name: unknown, pid: Address, stamp: number];

/** All claims of a node. */
export interface Listing {
  /** The registry of the node. */
  readonly from: Address;
  readonly policy: string;
  readonly claims: readonly ListedClaim[];
  /** Echoed in the answer. */
  readonly ref: Ref | 'none';
}

/** Who takes them in. */
export interface NoticeTaker {
  /** All claims of a node, which wants to have all of this one. */
  exchange(listing: Listing): void;
  /** All claims of a node. */
  listed(listing: Listing): void;
  claimed(from: Address, name: unknown, claim: Claim): void;
  unclaimed(from: Address, name: unknown): void;
}

const address = P.instanceOf(Address);
const stamp = P.when(
  (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= lastStamp,
);
const ref = P.union(P.instanceOf(Ref), 'none');
const claims = P.array([P._, address, stamp]);

type Take = (taker: NoticeTaker) => void;

/** The clauses that take notices; what none of them takes comes from no registry. */
export const noticeClauses: readonly On<Take>[] = [
  on(
    ['exchange', address, P.string, claims, ref],
    (all): Take =>
      (taker) =>
        taker.exchange(listing(all)),
  ),
  on(
    ['claims', address, P.string, claims, ref],
    (all): Take =>
      (taker) =>
        taker.listed(listing(all)),
  ),
  on(['claimed', address, P._, address, stamp], ([, from, name, pid, at]): Take => (taker) => {
    taker.claimed(from, name, { pid, stamp: at });
  }),
  on(
    ['unclaimed', address, P._],
    ([, from, name]): Take =>
      (taker) =>
        taker.unclaimed(from, name),
  ),
] as readonly On<Take>[];

/** Whether a notice that a clause takes is of another node than this one, and tells of processes of that node alone. */
export function speaksForItself(notice: unknown, here: string): boolean {
  const [tag, { node }, , told] = notice as readonly [string, Address, unknown, unknown];
  const pids =
    tag === 'claimed'
      ? [told as Address]
      : Array.isArray(told)
        ? (told as readonly ListedClaim[]).map(([, pid]) => pid)
        : [];
  return node !== here && pids.every((pid) => pid.node === node);
}

function listing(all: readonly [tag: string, Address, string, readonly (readonly unknown[])[], Ref | 'none']): Listing {
  const [, from, policy, claims, ref] = all;
  return { from, policy, claims: claims as readonly ListedClaim[], ref };
}
