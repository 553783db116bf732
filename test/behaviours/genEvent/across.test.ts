/** A manager and who uses it: in one node, over a network in memory, and over TLS. */
import { P } from 'ts-pattern';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { catchTerm, on, receive, self, send, type Address, type Node } from 'regent-otp';
import { genEvent, sys } from 'regent-otp/behaviours';
import { pidOf } from '../../support/pidOf.js';
import { topologies, type Place } from '../../support/topologies.js';
import { Recorder } from './recorder.js';

describe.each(topologies)('gen_event, $topology', ({ topology, start }) => {
  let place: Place;
  let a: Node;
  let b: Node;
  /** A manager of node b, registered as 'events'. */
  let pid: Address;

  beforeEach(async () => {
    place = await start();
    ({ a, b } = place);
    pid = await b.run(async () => pidOf(await genEvent.start(['local', 'events'])));
  });

  afterEach(() => place.stop());

  const isLocal = topology === 'local';

  /** Adds a handler on its node, which tells the calling process of what it sees. */
  const add = (handler: any, tag: string) => {
    const owner = self();
    return b.run(() => genEvent.addHandler(pid, handler, { tag, owner }));
  };

  const heard = () => receive(on([P._, P.union('event', 'info', 'terminate'), P._], (message) => message));

  test('events and messages come in the order in which they were sent, before a later call', async () => {
    await a.run(async () => {
      await add([Recorder, { id: 1 }], 'a');
      genEvent.notify(pid, 1);
      send(pid, 2);
      genEvent.notify(['events', b.name], 3);
      expect(await genEvent.call(pid, [Recorder, { id: 1 }], 'q')).toEqual(['a', 'q']);
      expect([await heard(), await heard(), await heard()]).toEqual([
        ['a', 'event', 1],
        ['a', 'info', 2],
        ['a', 'event', 3],
      ]);
      expect(await genEvent.syncNotify(pid, 4)).toBe('ok');
    });
  });

  test('handlers are known by their classes on their node, and by the names of those on others', async () => {
    await a.run(async () => {
      await add(Recorder, 'a');
      await add([Recorder, 'x'], 'b');
      const module = isLocal ? Recorder : 'Recorder';
      expect(await genEvent.whichHandlers(pid)).toEqual([[module, 'x'], module]);
      expect(await genEvent.call(['events', b.name], [Recorder, 'x'], 'q')).toEqual(['b', 'q']);
      expect(await genEvent.call(pid, 'Recorder', 'q')).toEqual(['a', 'q']);
      const request = genEvent.sendRequest(pid, Recorder, 'r');
      expect(await genEvent.receiveResponse(request, 'infinity')).toEqual(['reply', ['a', 'r']]);
      expect(await genEvent.deleteHandler(pid, [Recorder, 'x'], 'bye')).toEqual(['b', 'result']);
      expect(await genEvent.deleteHandler(pid, [Recorder, 'x'], 'bye')).toEqual(['error', 'module_not_found']);
    });
  });

  test('a class cannot travel: to add a handler from elsewhere fails, and the manager lives', async () => {
    if (isLocal) return;
    await a.run(async () => {
      await expect(genEvent.addHandler(pid, Recorder, { tag: 'a', owner: self() })).rejects.toThrow('function');
      await expect(genEvent.swapHandler(pid, [Recorder, 1], [Recorder, 2])).rejects.toThrow('function');
      expect(await genEvent.whichHandlers(pid)).toEqual([]);
    });
  });

  test('sys sees the handlers', async () => {
    await a.run(async () => {
      await add(Recorder, 'a');
      const module = isLocal ? Recorder : 'Recorder';
      expect(await sys.getState(pid)).toEqual([[module, false, { tag: 'a', owner: self() }]]);
      expect(await sys.getStatus(pid)).toMatchObject(['status', pid, ['module', 'gen_event'], expect.any(Array)]);
    });
  });

  test('stop ends it, and who uses it hears that', async () => {
    await a.run(async () => {
      await add(Recorder, 'a');
      expect(await genEvent.stop(pid, 'why')).toBe('ok');
      expect(await heard()).toEqual(['a', 'terminate', 'stop']);
      expect(await catchTerm(() => genEvent.syncNotify(pid, 'e'))).toEqual(['EXIT', 'noproc']);
      const call = await catchTerm(() => genEvent.call(pid, Recorder, 'q'));
      expect(call).toEqual(['EXIT', ['noproc', ['gen_event', 'call', [pid, Recorder, 'q']]]]);
      expect(genEvent.notify(pid, 'e')).toBe('ok');
    });
  });

  test('a lost node is named to those who wait', async () => {
    if (isLocal) return;
    await a.run(async () => {
      const slow = { tag: 'a', owner: self(), call: () => receive(on('go', () => 'x')) };
      await b.run(() => genEvent.addHandler(pid, Recorder, slow));
      const call = catchTerm(() => genEvent.call(pid, Recorder, 'q'));
      const sync = catchTerm(() => genEvent.syncNotify(pid, 'e'));
      await b.stop();
      expect(await call).toEqual([
        'EXIT',
        [
          ['nodedown', b.name],
          ['gen_event', 'call', [pid, Recorder, 'q']],
        ],
      ]);
      expect(await sync).toEqual(['EXIT', ['nodedown', b.name]]);
      expect(await catchTerm(() => genEvent.whichHandlers(['events', b.name]))).toEqual(['EXIT', ['nodedown', b.name]]);
    });
  });
});
