// How a gen_statem ends whose `terminate` is asynchronous.
import { error, exit, on, receive, self, send, type Address } from 'regent-otp';
import { genStatem, GenStatem, type EventType } from 'regent-otp/behaviours';
import { expect, test } from 'vitest';
import { endOf } from '../../support/endOf.js';
import { waiting } from '../../support/mailbox.js';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';

type Act = (witness: Address) => unknown;

/** Does what it is told, tells a witness of that, and lets its end take until it hears 'go on'. */
class Slow extends GenStatem<string, Address> {
  callbackMode() {
    return ['handle_event_function', 'state_enter'] as const;
  }
  init(witness: Address) {
    return ['ok', 'staying', witness] as const;
  }
  override handleEvent(type: EventType | 'enter', content: unknown, state: string, witness: Address): any {
    if (type === 'enter') return state === 'leaving' ? ['stop', 'left'] : 'keep_state_and_data';
    send(witness, 'handled');
    return (content as Act)(witness);
  }
  override async terminate(reason: unknown, _state: string, witness: Address) {
    await receive(on('go on', () => undefined));
    send(witness, ['terminated', reason]);
  }
}

const badReturn = ['bad_return_from_state_function', 'junk'];

test.each<[string, Act, reason: unknown, terminated: unknown]>([
  ['is told to stop', () => ['stop', 'told'], 'told', 'told'],
  ['stops on entering a state', (witness) => ['next_state', 'leaving', witness], 'left', 'left'],
  ['exits', () => exit('bye'), 'bye', 'bye'],
  ['raises an error', () => error('oops'), ['oops', expect.any(Error)], 'oops'],
  ['stops later', async () => ['stop', 'later'], 'later', 'later'],
  ['returns junk', () => 'junk', [badReturn, []], badReturn],
])('a machine that %s handles nothing more, and ends when its terminate is done', async (_how, act, reason, why) => {
  await startTestNode().run(async () => {
    const pid = pidOf(await genStatem.start(Slow, self()));
    genStatem.cast(pid, act);
    genStatem.cast(pid, () => 'keep_state_and_data');
    send(pid, 'go on');
    expect(await endOf(pid)).toEqual(reason);
    expect(waiting()).toEqual(['handled', ['terminated', why]]);
  });
});
