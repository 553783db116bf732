/**
 * The processes that every Erlang node has, as far as others ask them for something: `net_kernel`, by which
 * `net_adm:ping` finds out whether a node lives, and `rex`, to which older forms of rpc are sent.
 */
import { Address } from '../terms/address.js';
import { exitReasonOf } from '../terms/reasons.js';
import { ExitError } from '../terms/errors.js';
import type { Node } from '../node/node.js';
import type { Driver } from '../process/body.js';
import { genReply } from '../process/genCall.js';
import { send } from '../process/send.js';
import { startProcess } from '../process/startProcess.js';
import { atom, Atom } from './etf/atom.js';
import { list } from './etf/sequences.js';
import { nameIn } from './signals/controlFields.js';
import { isFrom } from './signals/outgoing.js';

type Message = readonly unknown[];

class Service implements Driver {
  readonly initialCall: string;
  readonly #handle: (message: Message) => void;

  constructor(name: string, handle: (message: Message) => void) {
    this.initialCall = name;
    this.#handle = handle;
  }

  start(): undefined {
    return undefined;
  }

  handle(message: unknown): undefined {
    if (Array.isArray(message)) this.#handle(message as Message);
    return undefined;
  }

  wake(): undefined {
    return undefined;
  }
}

/** Starts those whose names are free. Gives the address of net_kernel's, and ends them all. */
export function startServices(node: Node, wireName: string): { readonly sender: Address; end(): void } {
  const started = [
    ['net_kernel', netKernel],
    ['rex', (message: Message) => rex(node, wireName, message)],
  ].map(([name, handle]) => {
    const process = startProcess(node, new Service(name as string, handle as (message: Message) => void), undefined);
    if (node.whereis(name as string) === undefined) node.register(name as string, process);
    return process;
  });
  const end = (): void => started.forEach((process) => process.die('shutdown'));
  return { sender: started[0]!.address, end };
}

function netKernel([label, from, request]: Message): void {
  const isPing = label === '$gen_call' && Array.isArray(request) && request[0] === 'is_auth';
  if (isPing && isFrom(from)) genReply(from, atom('yes'));
}

function rex(node: Node, wireName: string, message: Message): void {
  const [first, second, third] = message;
  if (first === '$gen_call') {
    if (isFrom(second)) call(node, third, (result) => genReply(second, result));
    return;
  }
  if (!(first instanceof Address)) return;
  if (nameIn(second) === 'features_request') {
    send(first, ['features_reply', Atom.of(wireName), list(atom('erpc'))]);
  } else {
    call(node, second, (result) => send(first, [atom('rex'), result]));
  }
}

/** `{call, Module, Function, Arguments, GroupLeader}`; what is not exported is not run. */
function call(node: Node, request: unknown, reply: (result: unknown) => unknown): void {
  const [kind, module, fun, args] = Array.isArray(request) ? (request as Message) : [];
  const [moduleName, funName] = [nameIn(module), nameIn(fun)];
  const isCall = kind === 'call' || kind === 'block_call';
  if (!isCall || moduleName === undefined || funName === undefined || !Array.isArray(args)) return;
  node.spawn(async () => {
    try {
      reply(await node.exports.apply(moduleName, funName, args as Message));
    } catch (thrown) {
      if (!(thrown instanceof Error)) reply(thrown);
      else reply(['badrpc', ['EXIT', thrown instanceof ExitError ? thrown.reason : exitReasonOf(thrown)]]);
    }
  });
}
