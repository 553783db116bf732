/** Requests to handlers whose responses are waited for later. */
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { exit, on, receive, self } from 'regent-otp';
import { genEvent } from 'regent-otp/behaviours';
import { waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { manager, Recorder } from './recorder.js';

const call = (request: unknown, state: unknown) => (request === 'die' ? exit('bang') : ['ok', request, state]);

/** A manager with a handler that echoes, or fails. */
async function echoing() {
  const pid = await manager();
  await genEvent.addHandler(pid, [Recorder, 1], { tag: 'a', owner: self(), call });
  await receive(on(['a', 'init', P._], () => undefined));
  return pid;
}

const handler = [Recorder, 1] as const;

describe('one request', () => {
  test('gives the reply of the handler', async () => {
    await startTestNode().run(async () => {
      const pid = await echoing();
      const request = genEvent.sendRequest(pid, handler, 'q');
      expect(await genEvent.receiveResponse(request, 1000)).toEqual(['reply', 'q']);
      expect(await genEvent.waitResponse(genEvent.sendRequest(pid, handler, 'r'), 1000)).toEqual(['reply', 'r']);
    });
  });

  test('gives an error, which is no reply, if the handler fails or is not there', async () => {
    await startTestNode().run(async () => {
      const pid = await echoing();
      const missing = genEvent.sendRequest(pid, Recorder, 'q');
      expect(await genEvent.receiveResponse(missing, 1000)).toEqual(['error', 'bad_module']);
      const failing = genEvent.sendRequest(pid, handler, 'die');
      expect(await genEvent.waitResponse(failing, 1000)).toEqual(['error', ['EXIT', 'bang']]);
    });
  });

  test('gives the reason and the manager if that ends', async () => {
    await startTestNode().run(async () => {
      const pid = await echoing();
      await genEvent.stop(pid);
      const late = genEvent.sendRequest(pid, handler, 'q');
      expect(await genEvent.receiveResponse(late, 1000)).toEqual(['error', ['noproc', pid]]);
      const nobody = genEvent.sendRequest('nobody', handler, 'q');
      expect(await genEvent.receiveResponse(nobody, 1000)).toEqual(['error', ['noproc', 'nobody']]);
    });
  });

  test('is told from other messages', async () => {
    await startTestNode().run(async () => {
      const pid = await echoing();
      const request = genEvent.sendRequest(pid, handler, 'q');
      const missing = genEvent.sendRequest(pid, Recorder, 'q');
      const [first, second] = [await receive(on(P._, (m) => m)), await receive(on(P._, (m) => m))];
      expect(genEvent.checkResponse('other', request)).toBe('no_reply');
      expect(genEvent.checkResponse(second, request)).toBe('no_reply');
      expect(genEvent.checkResponse(first, request)).toEqual(['reply', 'q']);
      expect(genEvent.checkResponse(second, missing)).toEqual(['error', 'bad_module']);
    });
  });

  test('may time out', async () => {
    await startTestNode().run(async () => {
      const pid = await manager();
      const slow = () => receive(on('go', () => ['ok', 'late', 'state']));
      await genEvent.addHandler(pid, Recorder, { tag: 'a', owner: self(), call: slow });
      const request = genEvent.sendRequest(pid, Recorder, 'q');
      expect(await genEvent.waitResponse(request, 0)).toBe('timeout');
      expect(await genEvent.receiveResponse(request, 0)).toBe('timeout');
    });
  });
});

describe('a collection', () => {
  test('gives responses with their labels', async () => {
    await startTestNode().run(async () => {
      const pid = await echoing();
      const one = genEvent.sendRequest(pid, handler, 'q', 'first', genEvent.reqidsNew());
      const two = genEvent.sendRequest(pid, Recorder, 'q', 'second', one);
      expect(genEvent.reqidsSize(two)).toBe(2);
      const [reply, first, left] = (await genEvent.receiveResponse(two, 1000, true)) as any;
      expect([reply, first]).toEqual([['reply', 'q'], 'first']);
      const [error, second, none] = (await genEvent.waitResponse(left as typeof two, 1000, true)) as any;
      expect([error, second]).toEqual([['error', 'bad_module'], 'second']);
      expect(await genEvent.receiveResponse(none as typeof two, 1000, true)).toBe('no_request');
      expect(genEvent.checkResponse('other', none as typeof two, true)).toBe('no_request');
    });
  });

  test('knows its responses among the messages', async () => {
    await startTestNode().run(async () => {
      const pid = await echoing();
      const ids = genEvent.reqidsAdd(genEvent.sendRequest(pid, Recorder, 'q'), 'label', genEvent.reqidsNew());
      const message = await receive(on(P._, (m) => m));
      expect(genEvent.checkResponse('other', ids, true)).toBe('no_reply');
      const [response, label] = genEvent.checkResponse(message, ids, true) as any;
      expect([response, label]).toEqual([['error', 'bad_module'], 'label']);
      expect(waiting()).toEqual([]);
    });
  });
});
