/** src/area_global.erl, line for line: global names on one node. */
import { node, on, receive, self, send, spawn, termEquals } from 'regent-otp';
import { global } from 'regent-otp/behaviours';
import * as t from '../t.js';

const p = () => spawn(() => receive(on('stop', () => 'ok')));

async function s01() {
  const P = p();
  const q = p();
  const l = (n: string, v: unknown) => t.log('result', n, v);
  l('register', await global.registerName('gn01', P));
  l('other pid', await global.registerName('gn01', q));
  l('whereis is P', global.whereisName('gn01') === P);
  l('unregister', await global.unregisterName('gn01'));
  l('whereis', global.whereisName('gn01'));
  l('again', await global.unregisterName('gn01'));
}

async function s02() {
  const P = p();
  await global.registerName('gn02', P);
  send(P, 'stop');
  await t.wait(P);
  await t.sleep(20);
  t.log('result', '', global.whereisName('gn02'));
  t.log('result', '', await global.registerName('gn02', p()));
  await global.unregisterName('gn02');
}

async function s03() {
  await global.registerName('gn03', self());
  t.log('result', 'returns self', global.send('gn03', 'hello') === self());
  await t.recv();
  await global.unregisterName('gn03');
  await t.try_('', () => global.send('gn03', 'hello'));
}

async function s05() {
  t.log('result', '', await global.registerName(['gn', 5], self()));
  t.log(
    'result',
    '',
    global.registeredNames().some((name) => termEquals(name, ['gn', 5])),
  );
  await global.unregisterName(['gn', 5]);
}

async function s06() {
  const P = p();
  t.log('result', '', await global.registerName('gn06a', P));
  t.log('result', '', await global.registerName('gn06b', P));
  await global.unregisterName('gn06a');
  await global.unregisterName('gn06b');
}

async function s07() {
  const l = (v: unknown) => t.log('result', '', v);
  l(await global.setLock(['gn07', self()]));
  l(await global.setLock(['gn07', 'other'], [node()], 0));
  l(await global.delLock(['gn07', self()]));
  l(await global.setLock(['gn07', 'other'], [node()], 0));
  await global.delLock(['gn07', 'other']);
}

export const scenarios: readonly t.Scenario[] = [
  ['GN-01-register', s01],
  ['GN-02-auto-unregister', s02],
  ['GN-03-send', s03],
  ['GN-05-any-term-name', s05],
  ['GN-06-two-names-one-pid', s06],
  ['GN-07-trans-lock', s07],
];
