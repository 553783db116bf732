/**
 * handleSystem: what every behaviour does with a system message. While a process is suspended it waits here, in a receive
 * that takes system messages and the exit of its parent; all else stays in its mailbox.
 */
import { P } from 'ts-pattern';
import { on, receive, self, type From } from '../../lib/index.js';
import { answer } from '../answer.js';
import { isPromise } from '../promise.js';
import { cannotTell, obey, type Outcome } from './obey.js';
import type { SystemProcess } from './systemProcess.js';

export type SystemMessage = readonly ['system', From, request: unknown];

/**
 * Handles a system message.
 *
 * @returns undefined when done, or a promise: of the end of a suspension, or of the process's end. Then no other message
 *   must be handled before it is fulfilled.
 */
export function handleSystem(process: SystemProcess, message: SystemMessage): PromiseLike<unknown> | undefined {
  const outcome = obey(process, 'running', message[2]);
  if (!isPromise(outcome)) return proceed(process, message, outcome);
  return Promise.resolve(outcome).then((done) => {
    // Its replies and its end are no business of a process that is gone.
    self();
    return proceed(process, message, done);
  });
}

// The reply comes first: a process that terminates has answered before its terminate runs.
function proceed(
  process: SystemProcess,
  message: SystemMessage,
  { reply, next }: Outcome,
): PromiseLike<unknown> | undefined {
  answerTo(process, message, reply);
  if (next === 'running') return undefined;
  return next === 'suspended' ? suspension(process) : process.terminate(next.reason);
}

const systemMessage = ['system', P._, P._] as const;

async function suspension(process: SystemProcess): Promise<void> {
  for (;;) {
    const message = await receive(
      on(systemMessage, (request) => request as SystemMessage),
      on(['EXIT', process.parent, P._], (exit) => exit),
    );
    if (message[0] === 'EXIT') {
      await process.terminate(message[2]);
      return;
    }
    const { reply, next } = await obey(process, 'suspended', message[2]);
    self();
    answerTo(process, message, reply);
    if (next === 'running') return;
    if (next !== 'suspended') await process.terminate(next.reason);
  }
}

function answerTo(process: SystemProcess, [, from, request]: SystemMessage, reply: unknown): void {
  answer(from, reply, (why) => cannotTell(process, request, why));
}
