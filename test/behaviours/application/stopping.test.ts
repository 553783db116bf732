/** How applications end: stopped, by themselves, and with their node. */
import { describe, expect, test } from 'vitest';
import {
  error,
  exit,
  isProcessAlive,
  monitor,
  on,
  processFlag,
  receive,
  register,
  self,
  send,
  spawn,
  startNode,
  whereis,
  type Node,
  type ReportEvent,
} from 'regent-otp';
import { application } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { eventually } from '../../support/eventually.js';
import { forever, waiting } from '../../support/mailbox.js';
import { startTestNode } from '../../support/startTestNode.js';
import { load, running, top, topOf } from './bank.js';

/** The reports of the application controller, as pairs of level and content. */
function reportsOf(node: Node): unknown[] {
  const reports: unknown[] = [];
  node.on('report', ({ label, level, report }: ReportEvent) => {
    if (Array.isArray(label) && label[0] === 'application_controller') reports.push([level, label[1], report]);
  });
  return reports;
}

test('prepStop, the end of the tree, and stop come in this order, each with what the one before gave', async () => {
  await startTestNode().run(async () => {
    const seen: unknown[] = [];
    load('bank', {
      start: () => ['ok', trappingTop((reason) => seen.push(['tree', reason])), 'state'],
      prepStop: (state) => (seen.push(['prepStop', state]), 'prepared'),
      stop: (state) => seen.push(['stop', state]),
    });
    await application.start('bank');
    expect(await application.stop('bank')).toBe('ok');
    expect(seen).toEqual([
      ['prepStop', 'state'],
      ['tree', 'shutdown'],
      ['stop', 'prepared'],
    ]);
    expect(running()).toEqual([]);
    expect(await application.stop('bank')).toEqual(['error', ['not_started', 'bank']]);
  });
});

function trappingTop(onEnd: (reason: unknown) => void) {
  const parent = self();
  return spawn(async () => {
    processFlag('trap_exit', true);
    await receive(
      on(['EXIT', parent, 'shutdown'], ([, , reason]) => {
        onEnd(reason);
        exit(reason);
      }),
    );
  });
}

test('without a state the callbacks get an empty list', async () => {
  await startTestNode().run(async () => {
    const seen: unknown[] = [];
    load('bank', { prepStop: (state) => (seen.push(state), state), stop: (state) => seen.push(state) });
    await application.start('bank');
    await application.stop('bank');
    expect(seen).toEqual([[], []]);
  });
});

test('callbacks that fail do not keep an application from ending', async () => {
  const node = startTestNode();
  const reports: unknown[] = [];
  node.on('report', ({ label, report }) => reports.push([label, report]));
  await node.run(async () => {
    const seen: unknown[] = [];
    load('bank', {
      start: () => ['ok', top(), 'state'],
      prepStop: () => error('prep'),
      stop: (state) => (seen.push(state), error('stop')),
    });
    await application.start('bank');
    expect(await application.stop('bank')).toBe('ok');
    expect(seen).toEqual(['state']);
    expect(reports).toContainEqual([
      ['application_master', 'shutdown_error'],
      [
        ['Bank', ['prep_stop', ['state']]],
        ['error_info', ['prep', expect.any(Error)]],
      ],
    ]);
  });
});

test('all processes of an application end with it, also those that nobody is linked with', async () => {
  await startTestNode().run(async () => {
    const start = () => {
      spawn(() => {
        processFlag('trap_exit', true);
        register('stray', self());
        return forever();
      });
      return ['ok', top()];
    };
    load('bank', { start });
    await application.start('bank');
    await eventually(() => whereis('stray') !== undefined);
    const ended = endOf(whereis('stray')!);
    await application.stop('bank');
    expect(await ended).toBe('killed');
  });
});

describe('an application whose tree ends', () => {
  test('is reported and forgotten if it is temporary, and can be started again', async () => {
    const node = startTestNode();
    const reports = reportsOf(node);
    await node.run(async () => {
      load('bank');
      await application.start('bank', 'temporary');
      send(await topOf('bank'), ['exit', 'oops']);
      await eventually(() => running().length === 0);
      expect(reports).toEqual([
        [
          'info',
          'progress',
          [
            ['application', 'bank'],
            ['started_at', node.name],
          ],
        ],
        [
          'notice',
          'exit',
          [
            ['application', 'bank'],
            ['exited', 'oops'],
            ['type', 'temporary'],
          ],
        ],
      ]);
      expect(await application.start('bank')).toBe('ok');
      send(await topOf('bank'), ['exit', 'normal']);
      await eventually(() => running().length === 0);
      // It has not been stopped yet.
      expect(await application.stop('bank')).toBe('ok');
      expect(await application.stop('bank')).toEqual(['error', ['not_started', 'bank']]);
    });
  });

  test('does no harm if it is transient and the end is normal', async () => {
    const node = startTestNode();
    await node.run(async () => {
      load('bank');
      await application.start('bank', 'transient');
      send(await topOf('bank'), ['exit', 'normal']);
      await eventually(() => running().length === 0);
      expect(node.isStopping).toBe(false);
    });
  });

  test.each([
    ['permanent', 'normal'],
    ['transient', 'oops'],
  ] as const)('stops the node if it is %s and the reason is %s, after all others', async (type, reason) => {
    const node = startNode();
    const seen: unknown[] = [];
    node.on('report', ({ label, reason: why }) => {
      if (Array.isArray(label) && label[0] === 'gen_server') seen.push(why);
    });
    node.spawn(async () => {
      load('other', { prepStop: () => void seen.push('other is stopped') });
      await application.start('other');
      application.load(['application', 'bank', { mod: [{ start: () => ['ok', top()] }, []] }]);
      await application.start('bank', type);
      send(await topOf('bank'), ['exit', reason]);
    });
    await eventually(() => node.isStopping);
    await node.stop();
    expect(seen).toEqual(['other is stopped', `[ 'application_terminated', 'bank', '${reason}' ]`]);
  });
});

test('a permanent application that cannot be started stops the node', async () => {
  const node = startNode();
  node.spawn(async () => {
    load('bank', { start: () => ['error', 'no'] });
    await application.start('bank', 'permanent');
  });
  await eventually(() => node.isStopping);
  await node.stop();
});

test('an application ends normally after its maxT', async () => {
  await startTestNode().run(async () => {
    load('bank', {}, { maxT: 5 });
    await application.start('bank', 'transient');
    await eventually(() => running().length === 0);
  });
});

test('a node that stops stops its applications first, the newest first', async () => {
  const node = startNode();
  const seen: unknown[] = [];
  await node.run(async () => {
    const told = (name: string) => ({
      start: () => ['ok', top(), name],
      prepStop: (state: unknown) => (seen.push(['prepStop', state]), state),
    });
    load('one', told('one'));
    await application.start('one', 'permanent');
    load('two', told('two'));
    await application.start('two');
  });
  await node.stop();
  expect(seen).toEqual([
    ['prepStop', 'two'],
    ['prepStop', 'one'],
  ]);
});

test('one that does not end in the shutdown timeout of the kernel is killed', async () => {
  const node = startNode();
  await node.run(async () => {
    const deaf = () =>
      spawn(async () => {
        processFlag('trap_exit', true);
        await forever();
      });
    load('bank', { start: () => ['ok', deaf()] });
    application.setEnv('kernel', 'shutdown_timeout', 5);
    await application.start('bank');
  });
  await node.stop();
});

test('a stop waits for the tree', async () => {
  await startTestNode().run(async () => {
    const me = self();
    load('bank', {
      start: () => ['ok', trappingTop(() => send(me, ['ending', self()]))],
    });
    await application.start('bank');
    const pid = await topOf('bank');
    const ref = monitor('process', pid);
    await application.stop('bank');
    expect(isProcessAlive(pid)).toBe(false);
    expect(waiting()).toEqual([
      ['ending', pid],
      ['DOWN', ref, 'process', pid, 'shutdown'],
    ]);
  });
});
