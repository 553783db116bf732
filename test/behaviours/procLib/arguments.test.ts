/** proc_lib: what it tells of processes, and what it refuses. */
import { P } from 'ts-pattern';
import { describe, expect, test } from 'vitest';
import { catchTerm, on, put, receive, self, send, spawn, type Address } from 'regent-otp';
import { procLib } from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { startTestNode } from '../../support/startTestNode.js';

const inProcess = (action: () => unknown) => () => startTestNode().run(action);

/** What TypeScript would refuse. */
const junk = (value: unknown): any => value;

const bank = { serve: (owner: Address) => (send(owner, ['up', self()]), receive()) };

const up = () => receive(on(['up', P._], ([, pid]) => pid as Address));

describe('the initial call', () => {
  test(
    'is known of a process that proc_lib has started, of its dictionary and of its information',
    inProcess(async () => {
      procLib.spawn(bank, 'serve', [self()]);
      const pid = await up();
      expect(procLib.translateInitialCall(pid)).toEqual([expect.anything(), 'serve', 1]);
      expect(procLib.initialCall(pid)).toEqual([expect.anything(), 'serve', ['Argument__1']]);
      const dictionary = [['$initial_call', ['m', 'f', 2]]] as const;
      expect(procLib.initialCall(dictionary)).toEqual(['m', 'f', ['Argument__1', 'Argument__2']]);
      expect(procLib.translateInitialCall([['dictionary', dictionary]])).toEqual(['m', 'f', 2]);
    }),
  );

  test(
    'of any other, or of one that has ended, is false',
    inProcess(async () => {
      const plain = spawn(() => receive());
      expect(procLib.initialCall(plain)).toBe(false);
      expect(procLib.translateInitialCall(plain)).toEqual(['proc_lib', 'init_p', 5]);
      const gone = spawn(() => 'done');
      await endOf(gone);
      expect(procLib.initialCall(gone)).toBe(false);
      expect(procLib.initialCall([['$initial_call', 'junk']])).toBe(false);
      expect(procLib.initialCall([['dictionary', 'junk']])).toBe(false);
      expect(() => procLib.initialCall(junk('pid'))).toThrow('an Address or process information');
    }),
  );
});

test(
  'a label is what was set, here and of another process',
  inProcess(async () => {
    const me = self();
    expect(procLib.getLabel(me)).toBeUndefined();
    procLib.setLabel('mine');
    expect(procLib.getLabel(me)).toBe('mine');
    const other = spawn(() => (put('$process_label', 'theirs'), send(me, 'labelled'), receive()));
    await receive(on('labelled', () => 'ok'));
    expect(procLib.getLabel(other)).toBe('theirs');
    const gone = spawn(() => 'done');
    await endOf(gone);
    expect(procLib.getLabel(gone)).toBeUndefined();
  }),
);

describe('what is to run', () => {
  test(
    'may be named in a module, and is undef if it is not there',
    inProcess(async () => {
      const pid = procLib.spawn(bank, 'nothing', []);
      expect(await endOf(pid)).toEqual(['undef', expect.any(Error)]);
      const anonymous = procLib.spawn(() => 'done');
      expect(await endOf(anonymous)).toBe('normal');
    }),
  );

  test.each([
    ['no function', () => procLib.spawn(junk(17)), 'a function, or a module with the name of one'],
    ['no module', () => procLib.spawn(junk(null), 'f', []), 'a class or an object of functions'],
    ['no module but a number', () => procLib.spawn(junk(1), 'f', []), 'a class or an object of functions'],
    ['no list of arguments', () => procLib.spawn(bank, 'serve', junk('args')), 'args'],
    ['no list for a function', () => procLib.spawn(() => 'done', junk({})), 'a list'],
  ])('is refused if it is %s', (_, start, problem) => startTestNode().run<void>(() => expect(start).toThrow(problem)));
});

describe('an acknowledgement', () => {
  test(
    'of a process that proc_lib has not started is an error',
    inProcess(async () => {
      const failed = ['EXIT', [['badmatch', undefined], expect.any(Error)]];
      expect(await catchTerm(() => procLib.initAck('ok'))).toEqual(failed);
      expect(await catchTerm(() => procLib.initFail('no', ['exit', 'why']))).toEqual(failed);
    }),
  );

  test(
    'that nobody waits for is a message to the parent, or to who is named',
    inProcess(async () => {
      const me = self();
      const pid = procLib.spawn(() => {
        procLib.initAck('first');
        procLib.initAck(me, 'second');
      });
      expect(await receive(on(['ack', pid, P._], ([, , result]) => result))).toBe('first');
      expect(await receive(on(['ack', pid, P._], ([, , result]) => result))).toBe('second');
    }),
  );
});
