// Erlang's rules of signals: what links, monitors and exits do. Every step is carried through before the next begins, and
// knows no nodes but for one rule: linking with a dead process of another node gives an exit signal, not an error.
import type { Act, Program, Reason } from './program.js';

/** What a process was told, by whom. */
export interface Told {
  readonly by: number;
  /** 'message 1', 'EXIT boom', 'DOWN killed' ... */
  readonly what: string;
}

export class ModelProcess {
  isAlive = true;
  isTrapping = false;
  readonly links = new Set<number>();
  /** Whom it monitors, in the order it began to. */
  monitors: number[] = [];
  readonly told: Told[] = [];

  /** The number of its node. */
  readonly place: number;

  constructor(place: number) {
    this.place = place;
  }
}

export class SignalModel {
  readonly processes: ModelProcess[];

  constructor({ places }: Pick<Program, 'places'>) {
    this.processes = places.map((place) => new ModelProcess(place));
  }

  /** A living process acts. Gives what the action gives back, as far as it can be compared; undefined if it ends by it. */
  act(step: number, by: number, act: Act): unknown {
    const result = this.#act(step, by, this.processes[by]!, act);
    return this.processes[by]!.isAlive ? result : undefined;
  }

  #act(step: number, by: number, me: ModelProcess, act: Act): unknown {
    switch (act.kind) {
      case 'link':
        return this.#link(by, this.#index(act.to));
      case 'unlink':
        return this.#unlink(by, this.#index(act.to));
      case 'monitor':
        return this.#monitor(by, this.#index(act.to));
      case 'demonitor':
        return this.#demonitor(me, act.pick);
      case 'trap': {
        const before = me.isTrapping;
        me.isTrapping = act.on;
        return before;
      }
      case 'exit':
        this.#exitSignal(by, this.#index(act.to), act.reason);
        return true;
      case 'end':
        return this.#end(by, act.reason);
      case 'spawn':
        return this.#spawn(by, act.bond);
      case 'send':
        return this.#send(step, by, this.#index(act.to), act.count, act.reason);
      default:
        return act satisfies never;
    }
  }

  #index(to: number): number {
    return to % this.processes.length;
  }

  #link(by: number, to: number): unknown {
    const [me, other] = [this.processes[by]!, this.processes[to]!];
    if (by === to) return true;
    if (other.isAlive) {
      me.links.add(to);
      other.links.add(by);
    } else if (me.isTrapping) {
      me.told.push({ by: to, what: 'EXIT noproc' });
    } else if (me.place === other.place) {
      return 'noproc';
    } else {
      this.#end(by, 'noproc');
    }
    return true;
  }

  #unlink(by: number, to: number): true {
    this.processes[by]!.links.delete(to);
    this.processes[to]!.links.delete(by);
    return true;
  }

  #monitor(by: number, of: number): true {
    const me = this.processes[by]!;
    if (by === of) return true;
    if (this.processes[of]!.isAlive) me.monitors.push(of);
    else me.told.push({ by: of, what: 'DOWN noproc' });
    return true;
  }

  #demonitor(me: ModelProcess, pick: number): boolean {
    if (me.monitors.length === 0) return false;
    me.monitors.splice(pick % me.monitors.length, 1);
    return true;
  }

  #spawn(by: number, bond: 'none' | 'link' | 'monitor'): true {
    this.processes.push(new ModelProcess(this.processes[by]!.place));
    const child = this.processes.length - 1;
    if (bond === 'link') this.#link(by, child);
    if (bond === 'monitor') this.#monitor(by, child);
    return true;
  }

  #send(step: number, by: number, to: number, count: number, reason: Reason | undefined): true {
    const deliver = (half: number) => {
      const { isAlive, told } = this.processes[to]!;
      for (let index = 0; isAlive && index < count; index++)
        told.push({ by, what: `message ${step}.${half}.${index}` });
    };
    deliver(1);
    if (reason !== undefined) this.#exitSignal(by, to, reason);
    deliver(2);
    return true;
  }

  /** exit/2. */
  #exitSignal(from: number, to: number, reason: Reason): void {
    const other = this.processes[to]!;
    if (!other.isAlive) return;
    if (reason === 'kill') this.#end(to, 'killed');
    else if (other.isTrapping) other.told.push({ by: from, what: `EXIT ${reason}` });
    else if (reason !== 'normal' || from === to) this.#end(to, reason);
  }

  #end(index: number, reason: string): void {
    const me = this.processes[index]!;
    me.isAlive = false;
    // As in OTP, links are told before monitors.
    for (const to of me.links) {
      const other = this.processes[to]!;
      other.links.delete(index);
      if (!other.isAlive) continue;
      if (other.isTrapping) other.told.push({ by: index, what: `EXIT ${reason}` });
      else if (reason !== 'normal') this.#end(to, reason);
    }
    for (const other of this.processes) {
      if (!other.isAlive) continue;
      const count = other.monitors.filter((of) => of === index).length;
      other.monitors = other.monitors.filter((of) => of !== index);
      for (let left = count; left > 0; left--) other.told.push({ by: index, what: `DOWN ${reason}` });
    }
  }
}
