/** Global names and locks on one node: conformance-own/src/area_own_global.erl, line for line. */
import { P } from 'ts-pattern';
import { exit, isProcessAlive, node, on, receive, self, send, spawn, type Address } from 'regent-otp';
import { genServer, genStatem, global, procLib, sys } from 'regent-otp/behaviours';
import { gs_cb, gs_min } from '../../gsCb.js';
import * as t from '../../t.js';

async function fv(): Promise<unknown> {
  for (;;) {
    const isOver = await receive(
      on('stop', () => true),
      on([P._, 'get'], ([f]) => (send(f as Address, 'got'), false)),
    );
    if (isOver) return 'ok';
  }
}
const p = () => spawn(fv);
const l = (n: string, v: unknown) => t.log('result', n, v);

async function s01() {
  const pid = p();
  const q = p();
  t.log('info', 'P,Q', [pid, q]);
  await global.registerName('ogl01', pid);
  l('re_register', await global.reRegisterName('ogl01', q));
  l('whereis', global.whereisName('ogl01'));
  l('alive', isProcessAlive(pid));
  l('free again', await global.registerName('ogl01b', pid));
  l('second name', await global.reRegisterName('ogl01b', q));
  l('both', [global.whereisName('ogl01'), global.whereisName('ogl01b')]);
  send(q, 'stop');
  await t.wait(q);
  await t.sleep(20);
  l('gone', [global.whereisName('ogl01'), global.whereisName('ogl01b')]);
}

async function s02() {
  const pid = p();
  send(pid, 'stop');
  await t.wait(pid);
  l('', await global.registerName('ogl02', pid));
  await t.sleep(20);
  l('', global.whereisName('ogl02'));
  l('', await global.registerName('ogl02', self()));
  await global.unregisterName('ogl02');
}

async function s03() {
  await t.try_('register', () => global.registerName('ogl03', 'nopid' as never));
  await t.try_('re_register', () => global.reRegisterName('ogl03', 5 as never));
  await t.try_('set_lock', () => global.setLock('door' as never));
  await t.try_('set_lock retries', () => global.setLock(['door', 1], [node()], -1));
  await t.try_('del_lock', () => global.delLock('door' as never));
  await t.try_('trans', () => global.trans('door' as never, () => 'ok'));
}

async function s04() {
  const me = self();
  const h = async () => {
    await global.setLock(['ogl04', 'us']);
    send(me, [self(), 'set']);
    await receive(
      on('del', async () => {
        await global.delLock(['ogl04', 'us']);
        send(me, [self(), 'deleted']);
      }),
      on('stop', () => undefined),
    );
  };
  const try_ = () => global.setLock(['ogl04', 'other'], [node()], 0);
  const pid = spawn(h);
  await receive(on([pid, 'set'], () => 'ok'));
  const q = spawn(h);
  await receive(on([q, 'set'], () => 'ok'));
  l('both', await try_());
  send(pid, 'del');
  await receive(on([pid, 'deleted'], () => 'ok'));
  l('one has deleted', await try_());
  send(q, 'stop');
  await t.wait(q);
  await t.sleep(20);
  l('the other has ended', await try_());
  await global.delLock(['ogl04', 'other']);
}

async function s05() {
  const free = async () => {
    const r = await global.setLock(['ogl05', 'other'], [node()], 0);
    await global.delLock(['ogl05', 'other']);
    return r;
  };
  const done = async () => ['done', await global.setLock(['ogl05', 'other'], [node()], 0)];
  l('result', await global.trans(['ogl05', self()], done));
  l('free', await free());
  await t.try_('exit', () => global.trans(['ogl05', self()], () => exit('oops')));
  l('free', await free());
  await t.try_('throw', () =>
    global.trans(['ogl05', self()], () => {
      throw 'ball';
    }),
  );
  l('free', await free());
  await global.setLock(['ogl05', 'other']);
  l('aborted', await global.trans(['ogl05', self()], () => 'never', [node()], 0));
  await global.delLock(['ogl05', 'other']);
}

async function s06() {
  l('no nodes', await global.setLock(['ogl06', self()], [], 0));
  l('free', await global.setLock(['ogl06', 'other'], [node()], 0));
  l("another's", await global.delLock(['ogl06', self()]));
  l('still set', await global.setLock(['ogl06', self()], [node()], 0));
  l('del', await global.delLock(['ogl06', 'other']));
  l('del again', await global.delLock(['ogl06', 'other']));
}

async function s07() {
  const pid = spawn(fv);
  const me = self();
  t.log('info', 'P', pid);
  l('exit', global.randomExitName('ogl07', pid, me) === me);
  await t.down('first is killed', pid);
  l('notify', global.randomNotifyName('ogl07', me, me));
  await t.recv();
  const q = p();
  l('notify all', global.notifyAllName('ogl07', me, q));
  await receive(on(['global_name_conflict', 'ogl07', q], (m) => t.log('recv', '', m)));
}

async function s08() {
  const pid = p();
  await global.registerName('ogl08', pid);
  const me = self();
  spawn(async () => send(me, ['un', await global.unregisterName('ogl08')]));
  await receive(on(['un', 'ok'], ([, r]) => l('', r)));
  l('', global.whereisName('ogl08'));
  l('', await global.registerName('ogl08b', pid));
  await global.unregisterName('ogl08b');
}

async function s09() {
  l('cast', genServer.cast(['global', 'ogl09'], 'x'));
  await t.try_('call', () => genServer.call(['global', 'ogl09'], 'x', 100));
  await t.try_('stop', () => genServer.stop(['global', 'ogl09']));
  l('request', await genServer.receiveResponse(genServer.sendRequest(['global', 'ogl09'], 'x'), 100));
  l('statem cast', genStatem.cast(['global', 'ogl09'], 'x'));
  await t.try_('statem call', () => genStatem.call(['global', 'ogl09'], 'x', 100));
  await t.try_('sys', () => sys.getState(['global', 'ogl09'], 100));
}

async function s10() {
  l('stop', await genServer.start(['global', 'ogl10'], gs_cb, { init: () => ['stop', 'bad'] }, []));
  l('', global.whereisName('ogl10'));
  l('ignore', await genServer.start(['global', 'ogl10'], gs_cb, { init: () => 'ignore' }, []));
  const [, pid] = (await genServer.start(['global', 'ogl10'], gs_cb, {}, [])) as ['ok', Address];
  l('', global.whereisName('ogl10') === pid);
  await t.kill(pid);
  await t.sleep(20);
  l('', global.whereisName('ogl10'));
}

async function el() {
  procLib.initAck(['ok', self()]);
  await receive(on('go', () => 'ok'));
  return genServer.enterLoop(gs_min, [], 's', ['global', 'ogl11']);
}

async function s11() {
  const [, pid] = (await procLib.start(el, [])) as ['ok', Address];
  await t.dies('', pid, () => send(pid, 'go'));
  const [, q] = (await procLib.start(el, [])) as ['ok', Address];
  await global.registerName('ogl11', q);
  send(q, 'go');
  l('', await genServer.call(['global', 'ogl11'], 'get'));
  await t.kill(q);
  await t.sleep(20);
}

async function s12() {
  l('', await global.registerName('ogl12', self()));
  l('', await global.registerName('ogl12', self()));
  l('', await global.unregisterName('ogl12'));
}

export const scenarios: readonly t.Scenario[] = [
  ['OGL-01-re-register', s01],
  ['OGL-02-register-the-dead', s02],
  ['OGL-03-bad-arguments', s03],
  ['OGL-04-lock-shared', s04],
  ['OGL-05-trans', s05],
  ['OGL-06-lock-nodes', s06],
  ['OGL-07-resolve-functions', s07],
  ['OGL-08-unregister-by-another', s08],
  ['OGL-09-nobody', s09],
  ['OGL-10-failed-init', s10],
  ['OGL-11-enter-loop', s11],
  ['OGL-12-self-is-taken', s12],
];
