// What waits in the mailbox of the calling process.
import { processInfo, receive, self, send } from 'regent-otp';

/** Sends messages to the calling process. */
export function sendAll(...messages: readonly unknown[]): void {
  for (const message of messages) send(self(), message);
}

/** All messages that wait, which stay there. */
export function waiting(): readonly unknown[] {
  return (processInfo(self(), 'messages') as readonly ['messages', readonly unknown[]])[1];
}

/** Waits for ever. */
export function forever(): Promise<unknown> {
  return receive();
}
