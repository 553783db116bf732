/**
 * DynamicServer: the gen_server of a DynamicSupervisor.
 */
import {
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
import { keysOf } from '../rules/checked.js';
import { replying } from '../replying.js';
import { reportUnexpected, type SupervisorName } from '../report.js';
import { Lead, type SupervisorModule } from '../supervisor/lead.js';
import type { SupervisorStart } from '../supervisor/server.js';
import { goOn } from '../supervisor/supervision.js';
import { DynamicSupervision } from './dynamicSupervision.js';
import { checkDynamicFlags } from './flags.js';

type Next = NoreplyResult<DynamicSupervision>;

export class DynamicServer extends GenServer<DynamicSupervision> {
  /** New code of the supervisor's class, until it has been taken over. */
  #newModule: SupervisorModule | undefined = undefined;

  init([name, module, args]: SupervisorStart): Eventually<InitResult<DynamicSupervision>> {
    processFlag('trap_exit', true);
    put('$initial_call', ['supervisor', moduleName(module), 1]);
    const shown = name ?? [self(), moduleName(module)];
    return whenDone(new module().init(args), (result) => initialised(shown, module, args, result));
  }

  override handleCall(
    request: unknown,
    from: From,
    supervision: DynamicSupervision,
  ): Eventually<CallResult<DynamicSupervision, unknown>> {
    return whenDone(supervision.answer(request), replying(from, supervision));
  }

  override handleCast(_request: unknown, supervision: DynamicSupervision): Next {
    return goOn(supervision);
  }

  override handleInfo(info: unknown, supervision: DynamicSupervision): Eventually<Next> {
    if (Array.isArray(info)) {
      const [tag, pid, reason] = info as readonly unknown[];
      if (tag === 'EXIT' && info.length === 3 && pid instanceof Address) {
        return supervision.exited(pid, reason);
      }
      if (tag === '$gen_restart' && info.length === 2) {
        return supervision.tryAgain(pid);
      }
    }
    reportUnexpected(info);
    return goOn(supervision);
  }

  override codeChange(
    _oldVsn: unknown,
    supervision: DynamicSupervision,
  ): Eventually<CodeChangeResult<DynamicSupervision>> {
    const { lead } = supervision;
    const module = this.#newModule ?? lead.module;
    return whenDone(new module().init(lead.args), (result) => changed(supervision, module, result));
  }

  /** Another class takes over: its `init` gives the flags from now on. */
  successor(module: SupervisorModule): DynamicServer {
    const server = new DynamicServer();
    server.#newModule = module;
    return server;
  }

  override terminate(_reason: unknown, supervision: DynamicSupervision): Promise<void> {
    return supervision.stopAll();
  }
}

// What reports and `processInfo` show of the server is the module it ports.
Object.defineProperty(DynamicServer, 'name', { value: 'Elixir.DynamicSupervisor' });

function initialised(
  name: SupervisorName,
  module: SupervisorModule,
  args: unknown,
  result: unknown,
): InitResult<DynamicSupervision> {
  if (result === 'ignore') return 'ignore';
  const flags = flagsIn(result);
  if (flags === undefined) return ['stop', ['bad_return', [moduleName(module), 'init', result]]];
  const checked = checkDynamicFlags(flags);
  if (checked[0] === 'error') return ['stop', ['supervisor_data', checked[1]]];
  return ['ok', new DynamicSupervision(new Lead(name, module, args, checked[1]))];
}

function changed(
  supervision: DynamicSupervision,
  module: SupervisorModule,
  result: unknown,
): CodeChangeResult<DynamicSupervision> {
  if (result === 'ignore') return ['ok', supervision];
  const flags = flagsIn(result);
  if (flags === undefined) return result as CodeChangeResult<DynamicSupervision>;
  const checked = checkDynamicFlags(flags);
  if (checked[0] === 'error') return ['error', ['supervisor_data', checked[1]]];
  supervision.lead.flags = checked[1];
  supervision.lead.module = module;
  return ['ok', supervision];
}

/** The flags in `['ok', flags]`. */
function flagsIn(result: unknown): Readonly<Record<string, unknown>> | undefined {
  return Array.isArray(result) && result.length === 2 && result[0] === 'ok' ? keysOf(result[1]) : undefined;
}
