/** Subscribes, publishes, and loses a subscriber; broker_scenario.erl is this module in Erlang. */
import { catchTerm, exit, makeRef, on, processFlag, receive, self, send, spawn } from 'regent-otp';
import { timer } from 'regent-otp/behaviours';
import { P } from 'ts-pattern';
import type { Show } from '../transcript.js';
import { broker } from './broker.js';

export async function run(show: Show) {
  processFlag('trap_exit', true);
  const server = broker.startLink();
  show(await broker.publishSync(server, ['news', 'sport'], 'none'));
  const all = await broker.subscribe(server, ['#'], ['last']);
  const sport = await broker.subscribe(server, ['*', 'sport']);
  show(await next());
  show(await broker.publishSync(server, ['news', 'sport'], 'goal'));
  show(broker.publish(server, ['news', 'weather'], 'rain'));
  show(await broker.topics(server));
  show([await next(), await next()]);
  show(await broker.unsubscribe(server, all));
  show(await broker.publishSync(server, ['news', 'weather'], 'sun'));
  const me = self();
  const other = spawn(async () => {
    await broker.subscribe(server, ['news', 'weather']);
    send(me, 'ready');
    await receive(on(['broker', P._, P._, P._], ([, , , message]) => send(me, ['got', message])));
    await receive();
  });
  await receive(on('ready', () => 'ok'));
  show(await broker.publishSync(server, ['news', 'weather'], 'wind'));
  await receive(on(['got', P._], ([, message]) => show(message)));
  exit(other, 'kill');
  while ((await broker.subscribers(server)) !== 1) await timer.sleep(1);
  show(await broker.publishSync(server, ['news', 'weather'], 'snow'));
  show(await broker.publishSync(server, ['other', 'sport'], 'tie'));
  show(await next());
  show(await broker.unsubscribe(server, sport));
  show(await broker.publishSync(server, ['other', 'sport'], 'tie'));
  send(server, ['request', makeRef(), self(), 'topics']);
  await receive(on([P._, [P._, ...P.array(P._)]], ([, topics]) => show(topics)));
  show(await broker.stop(server));
  await receive(on(['EXIT', server, P._], ([, , why]) => show(why)));
  show(await catchTerm(() => broker.topics(server)));
}

function next() {
  return receive(on(['broker', P._, P._, P._], ([, topic, seq, message]) => [topic, seq, message]));
}
