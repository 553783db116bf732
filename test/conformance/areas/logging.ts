/** Which reports crashes produce: src/area_logging.erl, line for line. */
import { catchTerm, error, exit, isProcessAlive, send, type Address } from 'regent-otp';
import { genServer, genStatem, procLib } from 'regent-otp/behaviours';
import { supervisor } from 'regent-otp/supervisors';
import { ch } from '../ch.js';
import { gs_cb, gs_min, type Handlers } from '../gsCb.js';
import { withHandler } from '../lgH.js';
import { sm_cb } from '../smCb.js';
import { sup_cb } from '../supCb.js';
import * as t from '../t.js';

async function start(h: Handlers): Promise<Address> {
  const [, p] = (await gs_cb.start(h)) as ['ok', Address];
  return p;
}

const s01 = () =>
  withHandler(async () => {
    const p = await start({ cast: (_, s) => ['stop', 'boom', s] });
    genServer.cast(p, 'x');
    await t.wait(p);
  });

async function s02() {
  await withHandler(async () => {
    for (const r of ['normal', 'shutdown', ['shutdown', 'x']]) {
      const p = await start({ cast: (_, s) => ['stop', r, s] });
      genServer.cast(p, 'x');
      await t.wait(p);
    }
  });
  t.log('info', 'end', 'done');
}

const s04 = () =>
  withHandler(async () => {
    const cases: [string, () => unknown][] = [
      ['exit(boom)', () => exit('boom')],
      ['error', () => error('x')],
      ['exit(normal)', () => exit('normal')],
      ['exit(shutdown)', () => exit('shutdown')],
      ['exit({shutdown,y})', () => exit(['shutdown', 'y'])],
    ];
    for (const [n, f] of cases) {
      t.log('info', n, n);
      await t.wait(procLib.spawn(f));
      await t.sleep(30);
    }
  });

async function s05() {
  t.trap();
  await withHandler(async () => {
    const [, s] = await sup_cb.start(['ok', [{ intensity: 1 }, [ch.c('a')]]]);
    const g = async () => {
      const [[, p]] = (await supervisor.whichChildren(s)) as unknown as [[unknown, Address]];
      send(p, ['exit', 'boom']);
      await t.wait(p);
      await t.sleep(30);
    };
    await g();
    await catchTerm(() => supervisor.whichChildren(s));
    await g();
  });
}

const s06 = () =>
  withHandler(async () => {
    const [, p] = (await sm_cb.start({ ev: () => exit('boom') })) as ['ok', Address];
    genStatem.cast(p, 'x');
    await t.wait(p);
  });

const s08 = () =>
  withHandler(async () => {
    const [, p] = (await genServer.start(gs_min, 's', [])) as ['ok', Address];
    send(p, 'hey');
    t.log('result', '', await genServer.call(p, 'get'));
  });

async function s09() {
  t.trap();
  await withHandler(async () => {
    await sup_cb.start(['ok', [{}, [ch.c('a', { start: [ch, 'start_link', ['a', { ret: () => ['error', 'no'] }]] })]]]);
    await t.sleep(30);
  });
}

const s10 = () =>
  withHandler(async () => {
    const p = await start({ call: (_, __, s) => ['noreply', s] });
    await catchTerm(() => genServer.call(p, 'x', 20));
    t.log('result', 'alive', isProcessAlive(p));
  });

export const scenarios: readonly t.Scenario[] = [
  ['LG-01-gen-server-crash', s01],
  ['LG-02-silent-reasons', s02],
  ['LG-04-proc-lib', s04],
  ['LG-05-supervisor-reports', s05],
  ['LG-06-gen-statem', s06],
  ['LG-08-no-handle-info', s08],
  ['LG-09-supervisor-start-error', s09],
  ['LG-10-gen-server-call-timeout-silent', s10],
];
