// A node for one test: its messages are treated as REGENT_MESSAGES says (frozen, shared or cloned), and it is stopped
// when the test is over. A test that needs a certain mode says so in the options.
import type { MessageMode, Node, NodeOptions } from 'regent-otp';
import { startNode } from 'regent-otp';
import { onTestFinished } from 'vitest';

const mode = process.env['REGENT_MESSAGES'] as MessageMode | undefined;

/** The message mode of the tests' nodes. */
export const messageMode: MessageMode = mode ?? 'frozen';

export function startTestNode(options: NodeOptions = {}): Node {
  const node = startNode({ messages: messageMode, ...options });
  onTestFinished(() => node.stop());
  return node;
}
