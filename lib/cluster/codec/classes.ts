/** The classes whose instances travel, by name. Both ends register them; nothing else of a class leaves its node. */
import { DecodeError } from './decodeError.js';
import { shown } from './shown.js';

/**
 * How the instances of one class travel.
 *
 * @example
 * import { createMsgpackCodec } from 'regent-otp';
 *
 * class Money {
 *   amount = 0;
 * }
 *
 * const codec = createMsgpackCodec({
 *   classes: [
 *     {
 *       name: 'money',
 *       class: Money,
 *       encode: (money: Money) => money.amount,
 *       decode: (amount: number) => Object.assign(new Money(), { amount }),
 *     },
 *   ],
 * });
 * const arrived = codec.decode(codec.encode(['paid', Object.assign(new Money(), { amount: 5 })])) as [string, Money];
 * arrived[1] instanceof Money && arrived[1].amount; // => 5
 */
export interface ClassCodec<T extends object, Data> {
  /** The same on all nodes. Not the name in the source, which a bundler may change. */
  readonly name: string;
  /** The class itself; a subclass is registered on its own. */
  readonly class: abstract new (...args: never) => T;
  /** A term that holds what the instance holds. */
  encode(instance: T): Data;
  /** Makes an instance of such a term. The bytes came from outside: throw if the data is not as it should be. */
  decode(data: Data): T;
}

export type AnyClassCodec = ClassCodec<object, unknown>;

/** Sent with each instance, so that a later version of a class can tell what an earlier one sent. */
const version = 1;

export class Classes {
  readonly #byPrototype = new Map<object, AnyClassCodec>();
  readonly #byName = new Map<string, AnyClassCodec>();

  /** @throws RangeError if a name or a class is registered twice */
  constructor(classes: readonly AnyClassCodec[] = []) {
    for (const codec of classes) {
      const prototype = codec.class.prototype as object;
      if (this.#byName.has(codec.name)) throw new RangeError(`classes: the name ${codec.name} is registered twice`);
      if (this.#byPrototype.has(prototype)) throw new RangeError(`classes: ${codec.class.name} is registered twice`);
      this.#byName.set(codec.name, codec);
      this.#byPrototype.set(prototype, codec);
    }
  }

  /** The fields of an instance of a registered class, or undefined. */
  fields(instance: object): readonly unknown[] | undefined {
    if (this.#byPrototype.size === 0) return undefined;
    const codec = this.#byPrototype.get(Object.getPrototypeOf(instance) as object);
    return codec && [codec.name, version, codec.encode(instance)];
  }

  /** @throws DecodeError, or what the class throws over its data */
  make(fields: readonly unknown[]): unknown {
    const [name, sent, data] = fields;
    const codec = this.#byName.get(name as string);
    if (codec === undefined) throw new DecodeError(`the class ${shown(name)} is not registered here`);
    if (sent !== version || fields.length !== 3) throw new DecodeError(`the class ${codec.name} has no such version`);
    return codec.decode(data);
  }
}
