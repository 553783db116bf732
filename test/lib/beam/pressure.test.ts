// Nodes of Erlang that do not read.
import { drained, netAdm, on, receive, register, self, send, sendNosuspend } from 'regent-otp';
import { P } from 'ts-pattern';
import { afterEach, expect, it } from 'vitest';
import { describeBesideErlang } from '../../support/beam/erlangs.js';
import { erlName, startPair, type Pair } from '../../support/beam/withBeam.js';

let pair: Pair | undefined;
afterEach(async () => {
  // One that is stopped cannot end.
  pair?.erl.signal('SIGCONT');
  await pair?.close();
});

const large = 'x'.repeat(10_000);

describeBesideErlang('a node of Erlang that stands still', (erlang) => {
  it('is seen to be busy by senders, holds up nobody else, and gets all when it goes on', async () => {
    const { erl, node } = (pair = await startPair(erlang, { atoms: ['number', 'count'] }));
    await erl.eval(`register(numbers, spawn(fun() ->
      Loop = fun Loop(N) -> receive
        {number, N, _} -> Loop(N + 1);
        {count, From} -> From ! {count, N}, Loop(N)
      end end, Loop(0) end))`);
    await node.run(async () => {
      expect(await netAdm.ping(erlName)).toBe('pong');
      erl.signal('SIGSTOP');
      let sent = 0;
      // Some thousand fill what the system and the connection hold; the node has no more to keep than that.
      while (sendNosuspend(['numbers', erlName], ['number', sent, large]) && sent < 20_000) sent++;
      expect(sent).toBeLessThan(20_000);
      const me = self();
      send(me, 'still here');
      expect(await receive(on('still here', () => 'alive'))).toBe('alive');
      erl.signal('SIGCONT');
      await drained(['numbers', erlName]);
      expect(sendNosuspend(['numbers', erlName], ['number', sent, large])).toBe(true);
      register('asker', me);
      send(['numbers', erlName], ['count', me]);
      expect(await receive(on(['count', P.number], ([, count]) => count))).toBe(sent + 1);
    });
  });

  it('loses the connection where senders do not care, and both ends are told', async () => {
    const { erl, node } = (pair = await startPair(erlang, { atoms: ['number'], sendLimit: 4 * 1024 * 1024 }));
    const lost = new Promise<string>((resolve) => node.on('nodedown', (_name, { reason }) => resolve(reason)));
    await node.run(async () => {
      expect(await netAdm.ping(erlName)).toBe('pong');
      erl.signal('SIGSTOP');
      for (let sent = 0; sent < 5_000; sent++) send(['numbers', erlName], ['number', sent, large]);
    });
    expect(await lost).toBe('send queue limit');
    erl.signal('SIGCONT');
    while ((await node.run(() => netAdm.ping(erlName))) !== 'pong');
  });
});
