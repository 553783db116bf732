// What every Erlang node has: net_kernel, which tells that the node lives, and rex, which runs what is exported.
import { genCall, on, receive, register, self, send, startNode, whereis, type Address } from 'regent-otp';
import { atom, Atom } from 'regent-otp/beam';
import { P } from 'ts-pattern';
import { expect, onTestFinished, test } from 'vitest';
import { startServices } from '../../../../lib/beam/services.js';

const math = {
  add: (a: number, b: number) => a + b,
  fail: () => {
    throw new Error('no luck');
  },
  hurl: () => {
    throw 'ball';
  },
};

function start() {
  const node = startNode({ exports: { math } });
  const { end } = startServices(node, 'js@localhost');
  onTestFinished(() => node.stop());
  return { node, end };
}

const gen = (name: string, request: unknown) =>
  genCall('$gen_call', whereis(name), request, 'infinity', (reason) => reason);
const call = (module: string, fun: string, args: readonly unknown[]) => ['call', module, fun, args, self()];
const answer = () => receive(on(P._, (message) => message));

test('net_kernel says that the node lives, and nothing else', async () => {
  const { node } = start();
  await node.run(async () => {
    const kernel = whereis('net_kernel')!;
    send(kernel, 'nonsense');
    send(kernel, ['$gen_call', [self(), 'tag'], ['is_auth', 'a@b']]);
    send(kernel, ['$gen_call', 'nobody', ['is_auth', 'a@b']]);
    send(kernel, ['$gen_call', [self(), 'tag'], 'other']);
    expect(await gen('net_kernel', ['is_auth', 'a@b'])).toBe(atom('yes'));
  });
});

test('rex runs what is exported and tells what came of it', async () => {
  const { node } = start();
  await node.run(async () => {
    expect(await gen('rex', call('math', 'add', [1, 2]))).toBe(3);
    expect(await gen('rex', call('math', 'hurl', []))).toBe('ball');
    expect(await gen('rex', call('math', 'fail', []))).toMatchObject(['badrpc', ['EXIT', expect.anything()]]);
    expect(await gen('rex', call('os', 'cmd', ['ls']))).toMatchObject(['badrpc', ['EXIT', expect.anything()]]);
  });
});

test('rex answers the older forms, and takes no notice of nonsense', async () => {
  const { node } = start();
  await node.run(async () => {
    const rex = whereis('rex') as Address;
    for (const nonsense of ['nonsense', ['nobody', 'nothing'], ['$gen_call', 'nobody', 'nothing']]) send(rex, nonsense);
    for (const request of [
      'no call',
      ['cast', 'math', 'add', [1, 2]],
      ['call', 5, 'add', []],
      ['call', 'math', 'add', 5],
    ])
      send(rex, [self(), request]);
    send(rex, [self(), ['block_call', Atom.of('math'), Atom.of('add'), [1, 2], self()]]);
    expect(await answer()).toEqual([atom('rex'), 3]);
    send(rex, [self(), 'features_request']);
    expect(await answer()).toEqual(['features_reply', Atom.of('js@localhost'), [atom('erpc')]]);
  });
});

test('names that the program has taken are left alone, and the services end together', async () => {
  const node = startNode();
  onTestFinished(() => node.stop());
  await node.run(() => {
    const mine = self();
    register('rex', mine);
    const { end } = startServices(node, 'js@localhost');
    expect(whereis('rex')).toBe(mine);
    expect(whereis('net_kernel')).toBeDefined();
    end();
    expect(whereis('net_kernel')).toBeUndefined();
  });
});
