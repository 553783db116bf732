/**
 * NameServer: the process of each node that knows the global names, sets locks, and speaks with its like on other nodes.
 * It only ever does what can be done at once; what takes long (a registration, a decision) is done by processes that ask
 * it.
 */
import {
  currentNode,
  genReply,
  hold,
  monitorNodes,
  nodes,
  Ref,
  type Driver,
  type From,
  type On,
} from '../../lib/index.js';
import { Announcements } from './announcements.js';
import { Conflicts } from './conflicts.js';
import { Keeping } from './keeping.js';
import { Locks } from './locks.js';
import { Neighbours } from './neighbours.js';
import { nodeClaims } from './nodeClaims.js';
import { noticeClauses } from './noticeClauses.js';
import { requestClauses } from './requestClauses.js';
import { Reservations, type Applicant } from './reservations.js';

export class NameServer implements Driver {
  readonly initialCall = ['global', 'init', 1];
  readonly here = currentNode().name;
  readonly claims = nodeClaims();
  readonly locks = new Locks();
  readonly reservations = new Reservations();
  readonly neighbours = new Neighbours(this.here);
  readonly announcements = new Announcements(this.neighbours);
  readonly keeping = new Keeping(this.here, this.claims, this.neighbours, this.announcements);
  readonly conflicts = new Conflicts(this.here, this.claims, this.keeping, this.neighbours, (node) =>
    this.settle(node),
  );
  readonly #requests = requestClauses(this);
  readonly #notices = noticeClauses(this);
  readonly #onEnd: () => void;
  /** Who waits until the claims of all neighbours are settled. */
  #waiting: From[] = [];

  /** To be made by a process of the node. `onEnd` is called when the process of the server has ended. */
  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  start(): undefined {
    hold(this.#onEnd);
    // An earlier server may have left some, and must not judge them; those that others keep come anew.
    this.claims.onSeveral = () => undefined;
    this.claims.clear();
    this.claims.onSeveral = (name) => this.conflicts.check(name);
    monitorNodes(true);
    for (const node of nodes()) this.#meet(node);
  }

  handle(message: unknown): undefined {
    if (!Array.isArray(message)) return;
    const [tag, second, third] = message as readonly unknown[];
    if (tag === '$gen_call') this.#take(this.#requests, [third, second]);
    else if (tag === '$gen_cast') this.#take(this.#notices, second);
    else if (tag === 'nodeup') this.#meet(second as string);
    else if (tag === 'DOWN' && second instanceof Ref) this.#ended(second);
  }

  wake(): undefined {
    return undefined;
  }

  /** This node and its neighbours. */
  get known(): readonly string[] {
    return [this.here, ...this.neighbours.nodes];
  }

  /** Answers when all neighbours know each other's names. */
  whenSettled(from: From): void {
    this.#waiting.push(from);
    this.answerWaiting();
  }

  /** The applicant has the name reserved now. */
  grant({ name, from }: Applicant): void {
    genReply(
      from,
      this.claims.standing(name).map(({ keeper, pid }) => [keeper, pid]),
    );
  }

  // What makes no sense comes from a program that is no name server, and is not answered.
  #take(clauses: readonly On[], message: unknown): void {
    const clause = clauses.find((candidate) => candidate.matches(message));
    if (clause !== undefined) (clause.handler as (message: unknown) => void)(message);
    else currentNode().emit('report', { level: 'warning', label: ['global', 'unexpected_message'], message });
  }

  /** Begins with a node, and lists the claims that are kept here. */
  #meet(node: string): void {
    if (this.neighbours.open(node)) this.#introduce(node);
  }

  #introduce(node: string): void {
    this.neighbours.tell(node, (id) => ['hello', this.here, id]);
    for (const { name, pid } of this.claims.ofKeeper(this.here)) {
      this.neighbours.tell(node, (id) => ['claimed', this.here, id, 0, name, pid, []]);
    }
    this.neighbours.tell(node, (id) => ['listed', this.here, id]);
  }

  introduced(node: string, id: number): void {
    this.#meet(node);
    this.#forget(node);
    if (this.neighbours.begun(node, id)) this.#introduce(node);
  }

  #forget(keeper: string): void {
    for (const claim of this.claims.ofKeeper(keeper)) this.claims.remove(claim);
  }

  #ended(ref: Ref): void {
    this.keeping.ended(ref);
    this.locks.ended(ref);
    this.leave(ref);
    this.conflicts.ended(ref);
    const lost = this.neighbours.close(ref);
    if (lost === undefined) return;
    this.announcements.lost(lost);
    this.conflicts.lost(lost);
    this.#forget(lost);
    this.answerWaiting();
  }

  leave(ref: Ref): void {
    const next = this.reservations.leave(ref);
    if (next !== undefined) this.grant(next);
  }

  settle(node: string): void {
    if (!this.conflicts.areOpenWith(node)) this.neighbours.settle(node);
    this.answerWaiting();
  }

  answerWaiting(): void {
    if (!this.neighbours.areSettled) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const from of waiting) genReply(from, this.known);
  }
}
