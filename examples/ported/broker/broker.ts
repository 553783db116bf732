/**
 * A broker of topics: a process of its own, without a behaviour. A subscriber gets ['broker', topic, seq, message]; one that
 * asks for it gets what was published last as well. A pattern is a list of words, in which '*' is any word and '#' all that
 * follow. broker.erl is this module in Erlang.
 */
import { Address, after, compareTerms, demonitor, down, exit, monitor, on, receive, Ref, self, send } from 'regent-otp';
import { spawnLink } from 'regent-otp';
import { match, P } from 'ts-pattern';

type Words = readonly string[];
type Subscriber = readonly [monitor: Ref, pid: Address, pattern: Words];

interface Broker {
  readonly seq: number;
  readonly subscribers: readonly Subscriber[];
  readonly last: ReadonlyMap<string, readonly [topic: Words, seq: number, message: unknown]>;
}

const ref = P.instanceOf(Ref);
const pid = P.instanceOf(Address);
const unsubscription = ['request', ref, pid, ['unsubscribe', ref]] as const;
const request = ['request', ref, pid, P._] as const;
const publication = ['publish', P.array(P.string), P._] as const;
const subscription = ['subscribe', pid, P.array(P.string), P.boolean] as const;

export const broker = {
  startLink() {
    return spawnLink(() => loop({ seq: 0, subscribers: [], last: new Map() }));
  },

  /** With the option 'last' it gets what was published last on each topic that matches. */
  subscribe(server: Address, pattern: Words, options: readonly 'last'[] = []) {
    return ask(server, ['subscribe', self(), pattern, options.includes('last')]) as Promise<Ref>;
  },

  unsubscribe(server: Address, subscribed: Ref) {
    return ask(server, ['unsubscribe', subscribed]);
  },

  publish(server: Address, topic: Words, message: unknown) {
    send(server, ['publish', topic, message]);
    return 'ok';
  },

  /** Gives the number of subscribers that have been told. */
  publishSync(server: Address, topic: Words, message: unknown) {
    return ask(server, ['publish', topic, message]);
  },

  topics(server: Address) {
    return ask(server, 'topics');
  },

  subscribers(server: Address) {
    return ask(server, 'subscribers');
  },

  stop(server: Address) {
    return ask(server, 'stop');
  },
};

/** The reply is looked for among all other messages: those that come before it stay in the mailbox. */
function ask(server: Address, question: unknown) {
  const monitored = monitor('process', server);
  send(server, ['request', monitored, self(), question]);
  return receive(
    on([monitored, P._], ([, reply]) => {
      demonitor(monitored, ['flush']);
      return reply;
    }),
    on(down(monitored), ([, , , , reason]) => exit([reason, ['broker', question]])),
    after(5000, () => {
      demonitor(monitored, ['flush']);
      return exit(['timeout', ['broker', question]]);
    }),
  );
}

/** Whoever unsubscribes or has ended is dealt with before anything is published. */
async function loop(start: Broker) {
  for (let state: Broker | 'stop' = start; state !== 'stop';) {
    const now: Broker = state;
    state = await receive(
      on(down(), ([, monitored]) => removed(monitored, now)),
      on(unsubscription, ([, tag, from, question]) => answer(tag, from, question, now)),
      after(0, () => others(now)),
    );
  }
}

function others(state: Broker) {
  return receive(
    on(['request', ref, pid, 'stop'], ([, tag, from]) => {
      send(from, [tag, 'ok']);
      return 'stop' as const;
    }),
    on(request, ([, tag, from, question]) => answer(tag, from, question, state)),
    on(publication, (message) => handle(message, state)[1]),
    on(down(), ([, monitored]) => removed(monitored, state)),
  );
}

function answer(tag: Ref, from: Address, question: unknown, state: Broker) {
  const [reply, next] = handle(question, state);
  send(from, [tag, reply]);
  return next;
}

function handle(question: unknown, state: Broker): readonly [reply: unknown, Broker] {
  const { seq, subscribers, last } = state;
  return match(question)
    .returnType<readonly [unknown, Broker]>()
    .with(subscription, ([, client, pattern, wantsLast]) => {
      const monitored = monitor('process', client);
      const known = [...last.values()].filter(([topic]) => wantsLast && matches(pattern, topic));
      for (const [topic, number, message] of known.sort(([, a], [, b]) => a - b))
        send(client, ['broker', topic, number, message]);
      return [monitored, { ...state, subscribers: [[monitored, client, pattern], ...subscribers] }];
    })
    .with(['unsubscribe', ref], ([, monitored]) => {
      demonitor(monitored, ['flush']);
      return ['ok', removed(monitored, state)];
    })
    .with(publication, ([, topic, message]) => {
      const told = new Set(subscribers.filter(([, , pattern]) => matches(pattern, topic)).map(([, client]) => client));
      for (const client of told) send(client, ['broker', topic, seq + 1, message]);
      const next = new Map(last).set(topic.join(' '), [topic, seq + 1, message]);
      return [told.size, { ...state, seq: seq + 1, last: next }];
    })
    .with('topics', () => [[...last.values()].map(([topic]) => topic).sort(compareTerms), state])
    .with('subscribers', () => [subscribers.length, state])
    .otherwise(() => [['error', ['unknown', question]], state]);
}

function removed(monitored: Ref, state: Broker): Broker {
  return { ...state, subscribers: state.subscribers.filter(([one]) => one !== monitored) };
}

function matches([word, ...pattern]: Words, [first, ...topic]: Words): boolean {
  if (word === '#') return pattern.length === 0;
  if (word === undefined || first === undefined) return word === first;
  return (word === '*' || word === first) && matches(pattern, topic);
}
