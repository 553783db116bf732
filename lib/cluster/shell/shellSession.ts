/**
 * ShellSession: Node.js's own read-eval-print loop at the far end of a socket. Whoever uses it can do anything: therefore
 * only who has a certificate for shells is let in, where the node allows it, and opening, each line and the end are events.
 */
import type { REPLServer, start } from 'node:repl';
import type { Node } from '../../node/node.js';
import type { ShellEvent } from '../../node/events.js';
import type { Visitor } from '../transport.js';
import { lastByte, readGreeting, type ShellGreeting } from './shellGreeting.js';
import { shellHelpers, type Hosting } from './shellHelpers.js';
import { ShellReach } from './shellReach.js';

/** How long a greeting may take, ms. */
const greetingTimeout = 5000;
/** How long the far end has to read its last, ms. */
const partingTime = 1000;

export class ShellSession {
  readonly visitor: Visitor;
  readonly #hosting: Hosting;
  readonly #node: Node;
  readonly #onClosed: () => void;
  /** What ends the traces that were started here. */
  readonly #traces = new Set<() => void>();
  readonly #reach = new ShellReach();
  #repl: REPLServer | undefined = undefined;
  #timer: NodeJS.Timeout;
  #isOpen = false;
  /** Why it ends; undefined while it does not. */
  #reason: string | undefined = undefined;

  /** Starts at once. */
  constructor(hosting: Hosting, visitor: Visitor, onClosed: () => void) {
    this.#hosting = hosting;
    this.#node = hosting.node;
    this.visitor = visitor;
    this.#onClosed = onClosed;
    const { socket } = visitor;
    // Of the OS process, not of the node: it runs out even when the node is stopped.
    this.#timer = setTimeout(() => this.close('no greeting came in time'), greetingTimeout).unref();
    socket.on('error', () => undefined);
    socket.once('close', () => this.#ended());
    readGreeting(socket, (greeting) => void this.#open(greeting));
  }

  /** Ends it: no line is read from now on, and the far end is told why. */
  close(reason: string, lastWords = `\n${reason}\n`): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#reach.end();
    this.#repl?.close();
    const { socket } = this.visitor;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => socket.destroy(), partingTime);
    socket.end(lastWords);
  }

  async #open(greeting: ShellGreeting | undefined): Promise<void> {
    if (greeting === undefined) return this.close('the greeting is none of a shell');
    clearTimeout(this.#timer);
    // Few nodes ever need it.
    const repl = await import('node:repl');
    if (this.#reason !== undefined) return;
    this.#isOpen = true;
    this.#tell('opened');
    this.#node.inRootContext(() => this.#start(repl.start, greeting));
  }

  #start(startRepl: typeof start, { terminal, columns }: ShellGreeting): void {
    const { socket } = this.visitor;
    const repl = startRepl({
      input: socket,
      // What comes of the last line is shown although no more lines come.
      output: Object.assign(socket, { columns, allowHalfOpen: true }),
      prompt: `${this.#node.name}> `,
      terminal,
      useColors: terminal,
      // They evaluate what nobody has entered yet.
      preview: false,
      ...(this.#node.catchesStrayErrors && this.#reach.options),
    });
    this.#repl = repl;
    const print = (line: string): void => void socket.write(`${line}\n`);
    const helpers = shellHelpers(this.#hosting, print, this.#traces);
    Object.defineProperties(repl.context, Object.getOwnPropertyDescriptors(helpers));
    // Before it is evaluated: it may be the last that this OS process does.
    repl.prependListener('line', (line: string) => {
      if (line.trim() !== '') this.#tell('line', { line });
    });
    repl.on('exit', () => this.close('ended', String.fromCharCode(lastByte)));
  }

  #ended(): void {
    this.#reason ??= 'the connection was lost';
    this.#reach.end();
    clearTimeout(this.#timer);
    this.#repl?.close();
    for (const end of this.#traces) end();
    if (this.#isOpen) this.#tell('closed', { reason: this.#reason });
    this.#onClosed();
  }

  #tell(event: ShellEvent['event'], more: Partial<ShellEvent> = {}): void {
    const { certificate, remoteAddress: remote } = this.visitor;
    const who = certificate.subject.replaceAll('\n', ', ');
    this.#node.emit('shell', { event, who, serial: certificate.serialNumber, remote, ...more });
  }
}
