/**
 * noticeClauses: what a name server does with the notices of others.
 */
import { P } from 'ts-pattern';
import { Address, demonitor, on, type On, type Ref } from '../../lib/index.js';
import type { Announcements } from './announcements.js';
import type { Claims } from './claims.js';
import type { Conflicts } from './conflicts.js';
import type { Keeping } from './keeping.js';
import type { Neighbours } from './neighbours.js';
import type { Reservations } from './reservations.js';

/** What they need of the server. */
export interface Noticing {
  readonly here: string;
  readonly claims: Claims;
  readonly keeping: Keeping;
  readonly conflicts: Conflicts;
  readonly neighbours: Neighbours;
  readonly announcements: Announcements;
  readonly reservations: Reservations;
  introduced(node: string, id: number): void;
  settle(node: string): void;
  answerWaiting(): void;
  leave(ref: Ref): void;
}

const { string: node, number: id, number: serial, _: name } = P;
const pid = P.instanceOf(Address);
const key = [node, pid] as const;

export function noticeClauses(server: Noticing): readonly On[] {
  const { neighbours, announcements, reservations } = server;
  const acknowledge = (to: string, what: number): void => {
    if (what > 0) neighbours.tell(to, () => ['seen', server.here, what]);
  };
  return [
    on(['hello', node, id], ([, from, theirs]) => server.introduced(from, theirs)),
    on(['claimed', node, id, serial, name, pid, P.array(key)], ([, from, theirs, what, claimed, holder, voids]) => {
      if (neighbours.isCurrent(from, theirs)) {
        server.keeping.void(claimed, voids);
        server.claims.add({ name: claimed, pid: holder, keeper: from });
      }
      acknowledge(from, what);
    }),
    on(['yielded', node, id, serial, name, pid], ([, from, theirs, what, yielded, holder]) => {
      if (neighbours.isCurrent(from, theirs)) server.claims.remove({ name: yielded, pid: holder, keeper: from });
      acknowledge(from, what);
    }),
    on(['seen', node, serial], ([, from, what]) => announcements.seen(from, what)),
    on(['listed', node, id], ([, from, theirs]) => {
      if (!neighbours.isCurrent(from, theirs)) return;
      neighbours.listed(from);
      server.settle(from);
    }),
    on(['settled', node, id], ([, from, ours]) => {
      neighbours.settled(from, ours);
      server.answerWaiting();
    }),
    on(['conflict', node, name, key, key], ([, from, disputed, ours, theirs]) => {
      server.conflicts.reported(disputed, ours, theirs, from);
    }),
    on(['drop', node, name, key], ([, from, lost, which]) => server.conflicts.dropped(lost, which, from)),
    on(['gone', node, name, pid], ([, from, lost, loser]) => server.conflicts.gone(lost, [from, loser])),
    on(['release', name, pid], ([, released, holder]) => {
      const applicant = reservations.find(released, holder);
      if (applicant === undefined) return;
      demonitor(applicant.ref, ['flush']);
      server.leave(applicant.ref);
    }),
  ];
}
