import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { error, jsonLines, startNode } from 'regent-otp';
import { startTestNode } from '../../support/startTestNode.js';

test('each event of a node becomes a line of JSON that pino could have written, until it is ended', async () => {
  const node = startNode({ name: 'alpha' });
  const lines: string[] = [];
  const end = jsonLines(node, { write: (line: string) => lines.push(line) });
  const crashed = new Promise((resolve) => node.once('crash', resolve));
  node.spawn(() => error('boom'));
  await crashed;
  end();
  node.emit('report', { label: 'unheard' });
  await node.stop();

  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/\n$/);
  const line = JSON.parse(lines[0]!);
  expect(line).toMatchObject({ level: 50, node: 'alpha', msg: 'crash' });
  expect(line.details[0].reason[0]).toBe('boom');
  expect(line.details[0].pid).toMatch(/^<alpha\.\d+\.\d+>$/);
});

test('what JSON cannot say is printed', () => {
  const node = startNode();
  const lines: string[] = [];
  jsonLines(node, { write: (line: string) => lines.push(line) });
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  node.emit('report', { label: 'map', state: new Map([['a', 1n]]), big: 2n, error: new Error('oops') });
  node.emit('report', { label: 'cycle', state: cycle });
  void node.stop();

  expect(JSON.parse(lines[0]!).details[0]).toMatchObject({
    state: expect.stringContaining('Map(1)'),
    big: '2',
    error: { message: 'oops' },
  });
  expect(JSON.parse(lines[1]!).details).toContain('Circular');
});

test('lines that cannot be written are lost, and nothing else', async () => {
  const node = startTestNode();
  const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error('ENOSPC')) });
  const end = jsonLines(node, full);
  jsonLines(node, {
    write: () => {
      throw new Error('ENOSPC');
    },
  });
  const closed = new Promise((resolve) => full.once('close', resolve));
  for (let i = 0; i < 2; i++) node.emit('report', { label: 'hello' });
  await closed;
  node.emit('report', { label: 'hello' });
  end();
  expect(full.listenerCount('error')).toBe(0);
});
