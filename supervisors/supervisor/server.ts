/**
 * SupervisorServer: a supervisor is a gen_server, whose state is how it looks after its children.
 */
import {
  functionClause,
  GenServer,
  moduleName,
  type CallResult,
  type CodeChangeResult,
  type Eventually,
  type InitResult,
  type NoreplyResult,
  whenDone,
} from '../../behaviours/index.js';
import { Address, processFlag, put, self, type From } from '../../lib/index.js';
import { replying } from '../replying.js';
import { reportUnexpected, type SupervisorName } from '../report.js';
import { changeByInit, startByInit } from './byInit.js';
import type { SupervisorModule } from './lead.js';
import { goOn, type Supervision } from './supervision.js';
import { toTryAgain } from './tryAgain.js';

/** Under which name, if any, it is started, and whose `init` is called with what. */
export type SupervisorStart = readonly [name: SupervisorName | undefined, module: SupervisorModule, args: unknown];

export class SupervisorServer extends GenServer<Supervision> {
  /** New code of the supervisor's class, until it has been taken over. */
  #newModule: SupervisorModule | undefined = undefined;

  init([name, module, args]: SupervisorStart): Eventually<InitResult<Supervision>> {
    processFlag('trap_exit', true);
    put('$initial_call', ['supervisor', moduleName(module), 1]);
    const shown = name ?? [self(), moduleName(module)];
    return whenDone(new module().init(args), (result) => startByInit(shown, module, args, result));
  }

  override handleCall(
    request: unknown,
    from: From,
    supervision: Supervision,
  ): Eventually<CallResult<Supervision, unknown>> {
    return whenDone(supervision.answer(request), replying(from, supervision));
  }

  override handleCast(request: unknown, supervision: Supervision): Eventually<NoreplyResult<Supervision>> {
    const [id] = toTryAgain(request) ?? functionClause(request);
    return supervision.tryAgain(id);
  }

  override handleInfo(info: unknown, supervision: Supervision): Eventually<NoreplyResult<Supervision>> {
    if (Array.isArray(info) && info.length === 3 && info[0] === 'EXIT' && info[1] instanceof Address) {
      return supervision.exited(info[1], info[2]);
    }
    reportUnexpected(info);
    return goOn(supervision);
  }

  override codeChange(_oldVsn: unknown, supervision: Supervision): Eventually<CodeChangeResult<Supervision>> {
    const { lead } = supervision;
    const module = this.#newModule ?? lead.module;
    return whenDone(new module().init(lead.args), (result) => changeByInit(supervision, module, result));
  }

  /** Another class takes over: its `init` gives the flags and the children from now on. */
  successor(module: SupervisorModule): SupervisorServer {
    const server = new SupervisorServer();
    server.#newModule = module;
    return server;
  }

  override terminate(_reason: unknown, supervision: Supervision): Eventually<void> {
    return supervision.stopAll();
  }
}

// What reports and `processInfo` show of the server is the module it ports.
Object.defineProperty(SupervisorServer, 'name', { value: 'supervisor' });
