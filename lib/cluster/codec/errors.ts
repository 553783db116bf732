/**
 * Errors as plain fields, and back. An Error of any class travels: it arrives as the nearest class that both ends
 * know, with the name, message and stack it had. Own properties other than `details` stay behind.
 */
import { types } from 'node:util';
import { ErlangError, ExitError } from '../../terms/errors.js';
import { DecodeError } from './decodeError.js';

type Details = Readonly<Record<string, unknown>>;
/** What of an Error travels, in the order in which it is sent. */
export type ErrorFields = readonly [
  kind: string,
  name: string,
  message: string,
  stack: string | null,
  details: Details,
];

/** The own properties of an Error that travel too, where it has them. */
const details = ['cause', 'errors', 'code'] as const;

type Make = (message: string, details: Details) => Error;

const natives: Readonly<Record<string, Make>> = {
  AggregateError: (message, { errors }) => new AggregateError(Array.isArray(errors) ? errors : [], message),
  EvalError: (message) => new EvalError(message),
  RangeError: (message) => new RangeError(message),
  ReferenceError: (message) => new ReferenceError(message),
  SyntaxError: (message) => new SyntaxError(message),
  TypeError: (message) => new TypeError(message),
  URIError: (message) => new URIError(message),
  Error: (message) => new Error(message),
};

const makers: Readonly<Record<string, Make>> = {
  ...natives,
  ExitError: (_message, { reason }) => new ExitError(reason),
  ErlangError: (message, { reason }) => new ErlangError(reason, message),
};

export function isError(value: object): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

export function errorFields(error: Error): ErrorFields {
  const kind = kindOf(error);
  const held: Record<string, unknown> = {};
  for (const key of details) {
    if (Object.hasOwn(error, key)) held[key] = error[key as 'cause'];
  }
  if (error instanceof ExitError || error instanceof ErlangError) held['reason'] = error.reason;
  // An ExitError says all in its reason.
  if (kind === 'ExitError') return [kind, '', '', null, held];
  return [kind, textOf(error.name) ?? 'Error', textOf(error.message) ?? '', textOf(error.stack) ?? null, held];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

// Erlang's two are found by class; those of JavaScript by name along the chain, as they may be another realm's.
function kindOf(error: Error): string {
  if (error instanceof ExitError) return 'ExitError';
  if (error instanceof ErlangError) return 'ErlangError';
  for (let link = prototypeOf(error); link !== null; link = prototypeOf(link)) {
    const name: unknown = Object.getOwnPropertyDescriptor(link, 'name')?.value;
    if (typeof name === 'string' && Object.hasOwn(natives, name)) return name;
  }
  return 'Error';
}

function prototypeOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null;
}

/**
 * The Error of fields that came from outside.
 *
 * @throws DecodeError
 */
export function makeError(fields: readonly unknown[]): Error {
  const [kind, name, message, stack, held] = fields;
  const make = typeof kind === 'string' && Object.hasOwn(makers, kind) ? makers[kind] : undefined;
  const textual =
    typeof name === 'string' && typeof message === 'string' && (stack === null || typeof stack === 'string');
  if (make === undefined || !textual || typeof held !== 'object' || held === null || fields.length !== 5) {
    throw new DecodeError('an error must have a known class, a name, a message, a stack and details');
  }
  const error = withoutStack(() => make(message, held as Details));
  if (kind === 'ExitError') return error;
  if (error.name !== name) define(error, 'name', name);
  define(error, 'stack', stack ?? `${name}: ${message}`);
  for (const key of details) {
    if (Object.hasOwn(held, key)) define(error, key, (held as Details)[key]);
  }
  return error;
}

// The receiver's stack says nothing about the error, and taking it costs microseconds.
function withoutStack(make: () => Error): Error {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function define(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, enumerable: key === 'code', configurable: true });
}
