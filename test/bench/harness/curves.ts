// The curves: how cost grows with something. Each line is a module in curves/, measured at each size.

export interface Curve {
  readonly name: string;
  readonly title: string;
  /** What the sizes count. */
  readonly x: string;
  readonly sizes: readonly number[];
  readonly lines: readonly CurveLine[];
  /** How many nodes there are at a size; 1 if left out. */
  readonly nodes?: (size: number) => number;
}

export interface CurveLine {
  /** The module. */
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  /** Operations come in multiples of the size. */
  readonly inBatches?: boolean;
}

const powers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));

export const curves: readonly Curve[] = [
  {
    name: 'backlog',
    title: 'Messages that wait in the mailbox',
    x: 'other messages in the mailbox',
    sizes: powers(0, 6),
    lines: [
      { name: 'backlog-receive', label: 'receive by tag', unit: 'ns/receive' },
      { name: 'backlog-first', label: 'the first one', unit: 'ns/receive' },
      { name: 'backlog-guard', label: 'receive by guard', unit: 'ns/receive' },
      { name: 'backlog-call', label: 'call', unit: 'ns/call' },
    ],
  },
  {
    name: 'processes',
    title: 'Processes that live at the same time',
    x: 'processes',
    sizes: powers(0, 6),
    lines: [
      { name: 'processes-spawn', label: 'spawn', unit: 'ns/process', inBatches: true },
      { name: 'processes-call', label: 'call of one of so many servers', unit: 'ns/call' },
    ],
  },
  {
    name: 'message-size',
    title: 'Size of a message over TLS',
    x: 'bytes in a message',
    sizes: powers(1, 7),
    lines: [{ name: 'message-size', label: 'call', unit: 'ns/call' }],
    nodes: () => 2,
  },
  {
    name: 'broadcast',
    title: 'Nodes that a message goes to, and answers come from',
    x: 'nodes, the sender included',
    sizes: [2, 3, 4, 5, 6, 7, 8],
    lines: [{ name: 'broadcast', label: 'broadcast', unit: 'ns/broadcast' }],
    nodes: (size) => size,
  },
];
