/**
 * Registry: what can stand behind `['via', registry, key]`, a class to extend.
 */
import { exit, send, type Address } from '../../lib/index.js';
import type { ViaRegistry } from '../via.js';

/**
 * A registry of names for processes, by Erlang's contract of four functions. Servers are started, called and stopped
 * under `['via', registry, key]`; the key is any term that the registry understands. `registry` is one that is ready to
 * use.
 *
 * A registry must forget a name when its process ends.
 *
 * @typeParam Key what names look like
 * @example
 * import { isProcessAlive, type Address } from 'regent-otp';
 * import { genServer, GenServer, ok, Registry, reply } from 'regent-otp/behaviours';
 *
 * class Rooms extends Registry<number> {
 *   readonly #rooms = new Map<number, Address>();
 *   registerName(room: number, pid: Address) {
 *     if (this.whereisName(room) !== undefined) return 'no';
 *     this.#rooms.set(room, pid);
 *     return 'yes';
 *   }
 *   unregisterName(room: number) {
 *     this.#rooms.delete(room);
 *   }
 *   whereisName(room: number) {
 *     const pid = this.#rooms.get(room);
 *     return pid !== undefined && isProcessAlive(pid) ? pid : undefined;
 *   }
 * }
 *
 * class Room extends GenServer<string> {
 *   init(title: string) {
 *     return ok(title);
 *   }
 *   override handleCall(_request: 'title', _from: unknown, title: string) {
 *     return reply(title, title);
 *   }
 * }
 *
 * const rooms = new Rooms();
 * await genServer.startLink(['via', rooms, 7], Room, 'library');
 * await genServer.call(['via', rooms, 7], 'title'); // => 'library'
 */
export abstract class Registry<Key = unknown> implements ViaRegistry {
  /** Gives the process a name: 'no' if it is taken. Ports `register_name/2`. */
  abstract registerName(key: Key, pid: Address): 'yes' | 'no' | PromiseLike<'yes' | 'no'>;

  /** Takes a name back. Ports `unregister_name/1`. */
  abstract unregisterName(key: Key): unknown;

  /** The living process with a name, or undefined. Ports `whereis_name/1`. */
  abstract whereisName(key: Key): Address | undefined;

  /** Sends to a name; exits with `['badarg', [key, message]]` if nobody has it. Ports `send/2`. */
  send(key: Key, message: unknown): unknown {
    const pid = this.whereisName(key) ?? exit(['badarg', [key, message]]);
    send(pid, message);
    return pid;
  }
}
