/**
 * The chat: one process on each of two nodes. Lines that are typed here become messages to it; it sends them to the other
 * one, and prints those that the other sends.
 */
import { createInterface } from 'node:readline';
import {
  Address,
  again,
  currentNode,
  drained,
  joinCluster,
  monitorNodes,
  nodes,
  on,
  receive,
  register,
  self,
  send,
  sendAfter,
} from 'regent-otp';
import { P } from 'ts-pattern';

const bye = ['bye', P.instanceOf(Address)] as const;

/**
 * Chats with the node `other` until the input has ended and all of it has arrived there.
 *
 * @param spec the file that says where the nodes are
 * @param patience how long the other node has to come once the input has ended, ms
 */
export async function chat(other: string, spec: string, patience: number): Promise<void> {
  const me = self();
  const there = ['chat', other] as const;
  let unsent = 0;
  let ended = false;
  register('chat', me);
  monitorNodes(true);
  await joinCluster(currentNode(), { spec });
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => {
    if (!nodes().includes(other)) tell(`node ${other} is not there yet; it gets this line when it comes`);
    unsent++;
    send(me, ['typed', line]);
  });
  input.on('close', () => {
    send(me, 'end');
    sendAfter(patience, me, 'give_up');
  });
  while ((await meet()) && !(await talk()));

  /** Waits for the other node; what is typed meanwhile stays in the mailbox. False if there is nothing to wait for. */
  function meet(): Promise<boolean> {
    return receive(
      on(['nodeup', other], () => true),
      on(
        'end',
        () => unsent === 0,
        () => false,
      ),
      on('give_up', () => {
        tell(`node ${other} did not come: ${unsent} of your lines have not been sent`);
        return false;
      }),
    );
  }

  /** Passes lines on, both ways. False if there may be more to say when the other node comes back. */
  function talk(): Promise<boolean> {
    return receive(
      on(['typed', P.string], async ([, line]) => {
        unsent--;
        send(there, ['line', line]);
        await drained(there);
        return again;
      }),
      on(['line', P.string], ([, line]) => {
        console.log(`Received: ${line}`);
        return again;
      }),
      on('end', () => {
        ended = true;
        send(there, ['bye', me]);
        return again;
      }),
      // The answer comes after all that was sent before it: then no line is under way any more, in either direction.
      on(bye, ([, from]) => {
        send(from, 'bye');
        return again;
      }),
      on('bye', () => true),
      on(['nodedown', other], () => {
        tell(`node ${other} has gone`);
        return ended;
      }),
    );
  }
}

/** What is not part of the chat goes to standard error. */
function tell(text: string): void {
  console.error(`chat: ${text}`);
}
