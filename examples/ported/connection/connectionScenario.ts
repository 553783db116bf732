/** Two ends over a line that loses packets; connection_scenario.erl is this module in Erlang. */
import { again, on, receive, self, send, spawnLink, termEquals, type Address } from 'regent-otp';
import { P } from 'ts-pattern';
import type { Show } from '../transcript.js';
import { Connection, type Packet } from './connection.js';

type Ends = Readonly<Record<'left' | 'right', Address>>;
type Kind = readonly [side: string, kind: unknown];

export async function run(show: Show) {
  const wire = spawnLink(line);
  const [, left] = (await Connection.startLink((packet) => send(wire, ['left', packet]))) as ['ok', Address];
  const [, right] = (await Connection.startLink((packet) => send(wire, ['right', packet]))) as ['ok', Address];
  send(wire, ['ends', { left: right, right: left }]);
  show(await Connection.send(left, 'early'));
  show(await Connection.listen(right));
  show(await lost(wire, [['left', 'syn'], ['right', 'syn_ack']])); // prettier-ignore
  show(await Connection.connect(left));
  show([await from(left), await from(right)]);
  show(await Connection.send(left, 'hello'));
  show(await from(right));
  show(await lost(wire, [['left', 'data'], ['right', 'ack']])); // prettier-ignore
  show(await Connection.send(left, 'again'));
  show(await from(right));
  show(await Connection.send(right, ['back', 1]));
  show(await from(left));
  show(await lost(wire, [['left', 'fin'], ['right', 'fin_ack']])); // prettier-ignore
  show(await Connection.close(left));
  show(await from(right));
  show(await Connection.send(right, 'late'));
  show(await Connection.connect(left));
}

/** Loses the first packets of the kinds that it is told to lose. */
function line() {
  let lose: readonly Kind[] = [];
  let ends: Ends | undefined;
  return receive(
    on(['ends', P._], ([, given]) => {
      ends = given as Ends;
      return again;
    }),
    on(['lose', P._, P._], ([, to, kinds]) => {
      send(to as Address, [self(), kinds]);
      lose = kinds as readonly Kind[];
      return again;
    }),
    on([P.union('left', 'right'), P._], ([side, packet]) => {
      const kind = [side, Array.isArray(packet) ? (packet[0] as unknown) : packet];
      const index = lose.findIndex((one) => termEquals(one, kind));
      if (index === -1) Connection.packet(ends![side], packet as Packet);
      else lose = lose.toSpliced(index, 1);
      return again;
    }),
  );
}

function lost(wire: Address, kinds: readonly Kind[]) {
  send(wire, ['lose', self(), kinds]);
  return from(wire);
}

function from(pid: Address) {
  return receive(on([pid, P._], ([, what]) => what));
}
