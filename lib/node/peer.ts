/**
 * Peer: the way to another node. The node hands it every signal for that node and asks no further: TLS, a worker thread or
 * a real Erlang node stand behind the same interface.
 */
import type { Signal } from '../terms/signal.js';

export interface Peer {
  /** The name of the node it leads to. */
  readonly node: string;
  /** Whether the connection stands. */
  readonly isConnected: boolean;
  /** Whether the connection that stands is a hidden one, which `nodes()` and `monitorNodes` leave out, as in Erlang. */
  readonly isHidden?: boolean;
  /** The node is one of a real Erlang cluster. */
  readonly isErlang?: boolean;
  /**
   * Takes a signal for a process of that node. If the signal cannot get there, now or later, the peer answers links and
   * monitors itself (`bounce`); messages are lost. Throws if the term in it cannot travel: then nothing has happened.
   */
  send(signal: Signal): void;
  /** Makes a connection if there is none; calls back once, with whether there is one now. */
  connect(action: (isConnected: boolean) => void): void;
  /** Ends the connection; there is none until one of the two nodes sends something to the other. */
  disconnect(): void;
  /** Whether so much waits to be sent that more should wait. */
  readonly isBusy: boolean;
  /** Calls back once, when the way is not busy any more or is lost; at once if it is not busy now. */
  onceDrained(action: () => void): void;
}
