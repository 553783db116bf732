/**
 * Watches the guest on node c while that node is killed and started again.
 */
import { Address, monitor, on, receive, self, send } from 'regent-otp';
import { P } from 'ts-pattern';
import { expectThat } from './expectThat.js';
import { awaitDown, awaitNodedown, awaitNodeup, missing } from './notices.js';
import { report, step } from './report.js';

const welcome = [P.instanceOf(Address), 'welcome'] as const;

export async function watchGuest(): Promise<void> {
  let guest!: Address;
  await step('nodedown', async () => {
    guest = await meetGuest();
    const monitors = [monitor('process', guest), monitor('process', ['guest', 'c'])];
    report(['kill', 'c']);
    await awaitNodedown('c');
    for (const ref of monitors) {
      const reason = await awaitDown(ref);
      expectThat(reason === 'noconnection', reason);
    }
    return `b: c was killed by SIGKILL: nodedown, and noconnection from both monitors of ${guest}`;
  });
  await step('nodeup', async () => {
    report(['start', 'c']);
    const creation = await awaitNodeup('c');
    expectThat(creation !== guest.creation, `the creation ${creation} again`);
    return `b: c was started again: nodeup, with the creation ${creation} instead of ${guest.creation}`;
  });
  await step('dead', async () => {
    const reason = await awaitDown(monitor('process', guest));
    expectThat(reason === 'noproc', reason);
    const successor = await meetGuest();
    expectThat(successor !== guest, `the same address, ${successor}`);
    return `b: ${guest} is dead (noproc), though there is a guest again: ${successor}`;
  });
}

/** The guest answers with its address. */
function meetGuest(): Promise<Address> {
  send(['guest', 'c'], [self(), 'hello']);
  return receive(
    on(welcome, ([pid]) => pid),
    missing('a welcome from the guest on c'),
  );
}
