/**
 * requestClauses: how a name server answers what it is asked.
 */
import { P } from 'ts-pattern';
import { Address, demonitor, genReply, monitor, on, Ref, type From, type On } from '../../lib/index.js';
import type { Keeping } from './keeping.js';
import type { Locks } from './locks.js';
import type { Applicant, Reservations } from './reservations.js';
import { randomExitName, resolvers, type Resolve } from './resolvers.js';

/** What the answers need of the server. */
export interface Answering {
  readonly keeping: Keeping;
  readonly locks: Locks;
  readonly reservations: Reservations;
  readonly known: readonly string[];
  whenSettled(from: From): void;
  grant(applicant: Applicant): void;
}

const pid = P.instanceOf(Address);
const key = [P.string, pid] as const;
const lockId = [P._, P._] as const;
const from = [pid, P.instanceOf(Ref)] as const;

/** Clauses for `[request, from]`. */
export function requestClauses(server: Answering): readonly On[] {
  return [
    on(['synced', from], ([, to]) => server.whenSettled(to)),
    on(['known', from], ([, to]) => genReply(to, server.known)),
    on([['reserve', P._, P.boolean], from], ([[, name, isPatient], to]) => reserve(server, name, isPatient, to)),
    on(
      [['claim', P._, pid, P._, P.array(key), P.boolean], from],
      ([[, name, holder, resolve, voids, isOnlyName], to]) => {
        const { keeping } = server;
        if (isOnlyName && keeping.hasNameFor(holder)) {
          keeping.reportSecondName(name, holder);
          genReply(to, 'no');
        } else {
          keeping.claim(name, holder, resolveOf(resolve), voids, () => genReply(to, 'yes'));
        }
      },
    ),
    on([['relinquish', P._, pid], from], ([[, name, holder], to]) => {
      server.keeping.yield(name, holder, () => genReply(to, 'ok'));
    }),
    on([['set_lock', lockId], from], ([[, id], to]) => {
      const isSet = server.locks.set(id, to[0], (holder) => monitor('process', holder));
      genReply(to, isSet);
    }),
    on([['del_lock', lockId], from], ([[, id], to]) => {
      const ref = server.locks.delete(id, to[0]);
      if (ref !== undefined) demonitor(ref, ['flush']);
      genReply(to, true);
    }),
  ];
}

function reserve(server: Answering, name: unknown, isPatient: boolean, applicantFrom: From): void {
  if (!isPatient && server.reservations.isReserved(name)) return void genReply(applicantFrom, 'busy');
  const applicant = { name, from: applicantFrom, ref: monitor('process', applicantFrom[0]) };
  if (server.reservations.apply(applicant)) server.grant(applicant);
}

function resolveOf(resolve: unknown): Resolve {
  if (typeof resolve === 'function') return resolve as Resolve;
  const known = typeof resolve === 'string' && Object.hasOwn(resolvers, resolve) ? resolvers[resolve] : undefined;
  return known ?? randomExitName;
}
