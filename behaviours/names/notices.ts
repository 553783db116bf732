/**
 * Notices: what the registries of a name, on different nodes, tell each other. Each speaks for its own node alone.
 */
import { P } from 'ts-pattern';
import { Address, on, Ref, type On } from '../../lib/index.js';
import { lastStamp, type Claim } from './claim.js';

/** A claim, as it travels. */
export type ListedClaim = readonly [name: unknown, pid: Address, stamp: number];

/** That all claims of a node have been told. */
export interface Listing {
  /** The registry of the node. */
  readonly from: Address;
  readonly policy: string;
  /** Echoed in the answer. */
  readonly ref: Ref | 'none';
}

/** Who takes them in. */
export interface NoticeTaker {
  /** Some of the claims of a node; the other parts follow, then `exchange` or `listed`. */
  part(from: Address, claims: readonly ListedClaim[]): void;
  /** All claims of a node have come, and it wants to have those of this one. */
  exchange(listing: Listing): void;
  /** All claims of a node have come. */
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
    ['part', address, claims],
    ([, from, some]): Take =>
      (taker) =>
        taker.part(from, some),
  ),
  on(
    ['exchange', address, P.string, ref],
    ([, from, policy, echo]): Take =>
      (taker) =>
        taker.exchange({ from, policy, ref: echo }),
  ),
  on(
    ['listed', address, P.string, ref],
    ([, from, policy, echo]): Take =>
      (taker) =>
        taker.listed({ from, policy, ref: echo }),
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
  const [tag, { node }] = notice as readonly [string, Address];
  return node !== here && pidsIn(tag, notice as readonly unknown[]).every((pid) => pid.node === node);
}

function pidsIn(tag: string, notice: readonly unknown[]): readonly Address[] {
  if (tag === 'claimed') return [notice[3] as Address];
  return tag === 'part' ? (notice[2] as readonly ListedClaim[]).map(([, pid]) => pid) : [];
}
