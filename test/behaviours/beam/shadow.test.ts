// A port behind its original: the original answers, and differences are reported with the request.
import { P } from 'ts-pattern';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { on, receive, self, send } from 'regent-otp';
import { genServer, reply } from 'regent-otp/behaviours';
import { shadow, type Difference } from 'regent-otp/beam';
import type { From } from 'regent-otp';
import { describeBesideErlang } from '../../support/beam/erlangs.js';
import { erlName, jsName, startPair, type Pair } from '../../support/beam/withBeam.js';
import { Bank, erlangBank } from './bank.js';

/** A port with a mistake: deposits of more than 100 count twice. */
class WrongBank extends Bank {
  override handleCall(request: unknown, from: From, state: { readonly owner: string; readonly balance: number }) {
    if (Array.isArray(request) && Number(request[1]) > 100)
      return reply(['ok', state.balance + 2 * Number(request[1])], state);
    return super.handleCall(request, from, state);
  }
}

describeBesideErlang('shadow', (erlang) => {
  let pair: Pair;
  const differences: Difference[] = [];
  beforeAll(async () => {
    pair = await startPair(erlang, { atoms: Bank.atoms });
    await pair.erl.load(erlangBank);
    await pair.erl.eval('bank:start(original)');
    const started = new Promise<void>((resolve) => {
      pair.node.spawn(async () => {
        await genServer.start(['local', 'port'], WrongBank, ['alice']);
        const servers = { original: ['original', erlName], port: 'port' } as const;
        const onDifference = (difference: Difference): void => void differences.push(difference);
        await shadow.startLink(['local', 'bank'], { ...servers, atoms: Bank.atoms, onDifference });
        resolve();
        await receive(on('never', () => true));
      });
    });
    await started;
  });
  afterAll(() => pair.close());

  it('the original answers, whatever the port would; a difference is reported with its request', async () => {
    const bank = `{bank, '${jsName}'}`;
    expect(await pair.erl.eval(`gen_server:call(${bank}, {deposit, 5})`)).toEqual(['ok', 5]);
    expect(await pair.erl.eval(`gen_server:call(${bank}, owner)`)).toBe('alice');
    expect(differences).toEqual([]);
    const reported = new Promise((resolve) => pair.node.once('report', resolve));
    expect(await pair.erl.eval(`gen_server:call(${bank}, {deposit, 200})`)).toEqual(['ok', 205]);
    expect(await reported).toMatchObject({ label: ['shadow', 'difference'], number: 3 });
    expect(differences).toEqual([{ request: ['deposit', 200], original: ['ok', 205], port: ['ok', 405], number: 3 }]);
  });

  it('casts and messages reach both, and a port that has ended is a difference', async () => {
    const told = await pair.node.run(async () => {
      genServer.cast('bank', ['deposit', 1]);
      send('bank', ['tell', self()]);
      return [await receive(on(['told', P._], ([, balance]) => balance)), await receive(on(['told', P._], ([, balance]) => balance))]; // prettier-ignore
    });
    expect(told.toSorted()).toEqual([206, 6]);
    const reported = new Promise((resolve) => pair.node.once('report', resolve));
    await pair.node.run(() => genServer.stop('port'));
    expect(await pair.node.run(() => genServer.call('bank', 'owner'))).toBe('alice');
    expect(await reported).toMatchObject({ request: 'owner', original: 'alice', port: ['EXIT', 'noproc'] });
  });
});
