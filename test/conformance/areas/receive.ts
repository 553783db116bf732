/** Receive: src/area_receive.erl, line for line. */
import { P } from 'ts-pattern';
import { after, makeRef, on, processInfo, receive, self, send, sendAfter, spawn } from 'regent-otp';
import * as t from '../t.js';

async function all(): Promise<'done'> {
  for (;;) {
    const more = await receive(
      on(P._, (m) => (t.log('recv', m), true)),
      after(0, () => false),
    );
    if (!more) return 'done';
  }
}

function sendAll(messages: readonly unknown[]): void {
  for (const message of messages) send(self(), message);
}

async function s01() {
  sendAll(['a', 'b', 'c']);
  await receive(on('c', (m) => t.log('recv', m)));
  await receive(on('b', (m) => t.log('recv', m)));
  await all();
}

async function s02() {
  const r = () =>
    receive(
      on(['k', P._], ([, v]) => ['got', v]),
      after(0, () => 'timeout'),
    );
  t.log('result', 'empty', await r());
  send(self(), ['k', 1]);
  t.log('result', 'matching', await r());
  send(self(), 'x');
  send(self(), 'y');
  t.log('result', 'non-matching only', await r());
  await all();
}

async function s03() {
  sendAll([1, 2, 'x', 3]);
  await receive(on('x', (m) => t.log('recv', m)));
  await all();
}

async function s04() {
  const late = (ms: number) =>
    receive(
      on('late', () => 'late'),
      after(ms, () => 'timeout'),
    );
  sendAfter(120, self(), 'late');
  t.log('result', await late(30));
  t.log('result', await late(2000));
}

async function s05() {
  sendAll(['inner', 'outer', 'rest']);
  await receive(
    on('outer', async () => {
      t.log('recv', 'outer');
      await receive(on('inner', (m) => t.log('recv', m)));
    }),
  );
  await all();
}

async function s06() {
  sendAll([1, 5, 3, 9]);
  for (const _ of [1, 2]) {
    await receive(
      on(
        P.number,
        (n) => n > 4,
        (n) => t.log('recv', 'N>4', n),
      ),
    );
  }
  await all();
}

async function s08() {
  await t.try_('after foo', () => receive(after('foo' as never, () => 'ok')));
  await t.try_('after -1', () => receive(after(-1, () => 'ok')));
}

async function s09() {
  const me = self();
  spawn(async () => {
    for (let count = 0; count < 20; count++) {
      await t.sleep(20);
      send(me, 'noise');
    }
  });
  const t0 = t.nowMs();
  const wanted = await receive(
    on('wanted', () => 'wanted'),
    after(80, () => 'timeout'),
  );
  t.log('result', wanted);
  const d = t.nowMs() - t0;
  const [, n] = processInfo(self(), 'message_queue_len') as ['message_queue_len', number];
  t.log('result', 'elapsed between 75 and 200', d >= 75 && d < 200);
  t.log('result', 'noise queued', n >= 2);
}

async function s10() {
  sendAll(['a', 'b', 'c']);
  await receive(on('c', () => 'ok'));
  await receive(on(P._, (m) => t.log('recv', m)));
  send(self(), 'c');
  await receive(on('c', () => 'ok'));
  await receive(on(P._, (m) => t.log('recv', m)));
}

async function s11() {
  const s = spawn(async () => {
    const [f, r1, x] = await receive(on([P._, P._, P._], (m) => m as any));
    const [, r2, y] = await receive(on([f, P._, P._], (m) => m as any));
    send(f, [r2, y]);
    send(f, [r1, x]);
  });
  const r1 = makeRef();
  const r2 = makeRef();
  send(s, [self(), r1, 'reply1']);
  send(s, [self(), r2, 'reply2']);
  await receive(on([r1, P._], ([, a]) => t.log('recv', a)));
  await receive(on([r2, P._], ([, b]) => t.log('recv', b)));
}

async function s12() {
  sendAll(['low1', 'low2', 'high']);
  const p = () =>
    receive(
      on('high', (m): unknown => m),
      after(0, () => receive(on(P._, (x) => x))),
    );
  for (const _ of [1, 2, 3]) t.log('recv', await p());
}

async function s15() {
  for (let i = 1; i <= 100; i++) send(self(), ['n', i]);
  send(self(), 'wanted');
  const wanted = await receive(
    on('wanted', () => 'wanted'),
    after(0, () => 'timeout'),
  );
  t.log('result', wanted);
  const [, n] = processInfo(self(), 'message_queue_len') as ['message_queue_len', number];
  t.log('result', 'left', n);
}

async function s17() {
  const me = self();
  const p = spawn(() => receive(on('never', () => 'ok')));
  const q = spawn(async () => {
    await receive(on('go', () => 'ok'));
    const seen = await receive(
      on(P._, (x) => x),
      after(0, () => 'empty'),
    );
    send(me, ['q', seen]);
  });
  send(p, 'hello');
  send(q, 'go');
  await t.recv();
  t.log('result', 'P queue', processInfo(p, 'message_queue_len'));
  await t.kill(p);
}

async function s18() {
  const x = 2;
  send(self(), 1);
  send(self(), 2);
  await receive(on(x, (m) => t.log('recv', m)));
  const matched = await receive(
    on(1.0, () => 'matched'),
    after(0, () => 'timeout'),
  );
  t.log('result', '1.0 vs 1', matched);
  await all();
}

export const scenarios: readonly t.Scenario[] = [
  ['RX-01-selective-order', s01],
  ['RX-02-after-0-polls', s02],
  ['RX-03-unmatched-keep-order', s03],
  ['RX-04-late-message-after-timeout', s04],
  ['RX-05-nested-receive', s05],
  ['RX-06-guard-selects', s06],
  ['RX-08-bad-timeout', s08],
  ['RX-09-timeout-not-restarted-by-nonmatching', s09],
  ['RX-10-receive-rescans-from-head', s10],
  ['RX-11-ref-tagged-reply', s11],
  ['RX-12-priority-receive', s12],
  ['RX-15-timeout-0-body-runs-once-mailbox-scanned', s15],
  ['RX-17-receive-in-two-processes-independent', s17],
  ['RX-18-match-bound-variable', s18],
];
