/** The classes whose instances travel, by name. Both ends register them; nothing else of a class leaves its node. */
import { DecodeError } from './decodeError.js';
import { shown } from './shown.js';

/**
 * How the instances of one class travel. A class whose data changes gets a new version, and an `upcast` for what nodes that
 * run the earlier one still send.
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
 *
 * const later = createMsgpackCodec({
 *   classes: [
 *     {
 *       name: 'money',
 *       version: 2,
 *       class: Money,
 *       encode: (money: Money) => ({ cents: money.amount * 100 }),
 *       decode: ({ cents }: { cents: number }) => Object.assign(new Money(), { amount: cents / 100 }),
 *       upcast: (data: unknown) => ({ cents: (data as number) * 100 }),
 *     },
 *   ],
 * });
 * (later.decode(codec.encode(Object.assign(new Money(), { amount: 5 }))) as Money).amount; // => 5
 */
export interface ClassCodec<T extends object, Data> {
  /** The same on all nodes. Not the name in the source, which a bundler may change. */
  readonly name: string;
  /** The class itself; a subclass is registered on its own. */
  readonly class: abstract new (...args: never) => T;
  /** Of what `encode` gives, an integer from 1. Raise it when that changes. Default: 1. */
  readonly version?: number;
  /** A term that holds what the instance holds. */
  encode(instance: T): Data;
  /**
   * Makes the data of this version of what a node with an earlier one has sent. Without it an earlier version is refused;
   * a later one always is.
   *
   * @param data as that version's `encode` gave it. It came from outside, like that of `decode`
   * @param version that earlier version, from 1
   */
  upcast?(data: unknown, version: number): Data;
  /** Makes an instance of such a term. The bytes came from outside: throw if the data is not as it should be. */
  decode(data: Data): T;
}

export type AnyClassCodec = ClassCodec<object, unknown>;

export class Classes {
  readonly #byPrototype = new Map<object, AnyClassCodec>();
  readonly #byName = new Map<string, AnyClassCodec>();
  /** Instances of one of them have all that `ShortWriter` knows a plain array by. */
  readonly lookLikeArrays: boolean;

  /** @throws RangeError if a name or a class is registered twice, or a version is none */
  constructor(classes: readonly AnyClassCodec[] = []) {
    for (const codec of classes) {
      const prototype = codec.class.prototype as object;
      if (this.#byName.has(codec.name)) throw new RangeError(`classes: the name ${codec.name} is registered twice`);
      if (this.#byPrototype.has(prototype)) throw new RangeError(`classes: ${codec.class.name} is registered twice`);
      if (!isVersion(versionOf(codec))) {
        throw new RangeError(
          `classes: the version of ${codec.name} must be an integer from 1, not ${shown(codec.version)}`,
        );
      }
      this.#byName.set(codec.name, codec);
      this.#byPrototype.set(prototype, codec);
    }
    this.lookLikeArrays = classes.some((codec) => (codec.class.prototype as object).constructor === Array);
  }

  /** The fields of an instance of a registered class, or undefined. */
  fields(instance: object): readonly unknown[] | undefined {
    if (this.#byPrototype.size === 0) return undefined;
    const codec = this.#byPrototype.get(Object.getPrototypeOf(instance) as object);
    return codec && [codec.name, versionOf(codec), codec.encode(instance)];
  }

  /** @throws DecodeError, or what the class throws over its data */
  make(fields: readonly unknown[]): unknown {
    const [name, sent, data] = fields;
    const codec = this.#byName.get(name as string);
    if (codec === undefined) throw new DecodeError(`the class ${shown(name)} is not registered here`);
    if (!isVersion(sent) || fields.length !== 3)
      throw new DecodeError(`a malformed instance of the class ${codec.name}`);
    return codec.decode(sent === versionOf(codec) ? data : upcast(codec, data, sent));
  }
}

function upcast(codec: AnyClassCodec, data: unknown, sent: number): unknown {
  const own = versionOf(codec);
  if (sent < own && codec.upcast !== undefined) return codec.upcast(data, sent);
  throw new DecodeError(`the class ${codec.name} came in version ${sent}, and is known in version ${own} here`);
}

function versionOf({ version = 1 }: AnyClassCodec): number {
  return version;
}

function isVersion(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}
