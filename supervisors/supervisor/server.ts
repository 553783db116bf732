/**
 * SupervisorServer: a supervisor is a gen_server, whose state is how it looks after its children.
 */
import {
  functionClause,
  GenServer,
  type Eventually,
  type InitResult,
  type NoreplyResult,
} from '../../behaviours/index.js';
import { Address, node, processFlag, put, self, type From } from '../../lib/index.js';
import { checkChildSpecs } from '../rules/checkChildSpecs.js';
import { checkFlags } from '../rules/checkFlags.js';
import { moduleName } from '../rules/moduleName.js';
import { reportUnexpected, type SupervisorName } from '../report.js';
import { whenDone } from '../whenDone.js';
import { Children } from './children.js';
import { Lead, type SupervisorModule } from './lead.js';
import { portable } from './portable.js';
import { SimpleSupervision } from './simpleSupervision.js';
import { StaticSupervision } from './staticSupervision.js';
import type { Outcome, Supervision } from './supervision.js';
import { toTryAgain } from './tryAgain.js';

/** Under which name, if any, it is started, and whose `init` is called with what. */
export type SupervisorStart = readonly [name: SupervisorName | undefined, module: SupervisorModule, args: unknown];

type Init = InitResult<Supervision>;

export class SupervisorServer extends GenServer<Supervision> {
  init([name, module, args]: SupervisorStart): Eventually<Init> {
    processFlag('trap_exit', true);
    put('$initial_call', ['supervisor', moduleName(module), 1]);
    const shown = name ?? [self(), moduleName(module)];
    return whenDone(new module().init(args), (result) => initialised(shown, module, args, result));
  }

  override handleCall(
    request: unknown,
    from: From,
    supervision: Supervision,
  ): Eventually<readonly ['reply', unknown, Supervision]> {
    return whenDone(supervision.answer(request), (answer) => [
      'reply',
      from[0].node === node() ? answer : portable(answer),
      supervision,
    ]);
  }

  override handleCast(request: unknown, supervision: Supervision): Eventually<NoreplyResult<Supervision>> {
    const [id] = toTryAgain(request) ?? functionClause(request);
    return whenDone(supervision.tryAgain(id), (outcome) => goOn(outcome, supervision));
  }

  override handleInfo(info: unknown, supervision: Supervision): Eventually<NoreplyResult<Supervision>> {
    if (Array.isArray(info) && info.length === 3 && info[0] === 'EXIT' && info[1] instanceof Address) {
      return whenDone(supervision.exited(info[1], info[2]), (outcome) => goOn(outcome, supervision));
    }
    reportUnexpected(info);
    return ['noreply', supervision];
  }

  override terminate(_reason: unknown, supervision: Supervision): Eventually<void> {
    return supervision.stopAll();
  }
}

// What reports and `processInfo` show of the server is the module it ports.
Object.defineProperty(SupervisorServer, 'name', { value: 'supervisor' });

function goOn(outcome: Outcome, supervision: Supervision): NoreplyResult<Supervision> {
  return outcome === 'ok' ? ['noreply', supervision] : ['stop', 'shutdown', supervision];
}

function initialised(name: SupervisorName, module: SupervisorModule, args: unknown, result: unknown): Eventually<Init> {
  if (result === 'ignore') return 'ignore';
  if (!Array.isArray(result) || result.length !== 2 || result[0] !== 'ok' || !isPair(result[1]))
    return ['stop', ['bad_return', [moduleName(module), 'init', result]]];
  const [flags, specs] = result[1];
  const checked = checkFlags(flags);
  if (checked[0] === 'error') return ['stop', ['supervisor_data', checked[1]]];
  const lead = new Lead(name, module, args, checked[1]);
  const isSimple = checked[1].strategy === 'simple_one_for_one';
  if (isSimple && !(Array.isArray(specs) && specs.length === 1)) return ['stop', ['bad_start_spec', specs]];
  const children = checkChildSpecs(specs, checked[1].auto_shutdown);
  if (children[0] === 'error') return ['stop', ['start_spec', children[1]]];
  return isSimple
    ? ['ok', new SimpleSupervision(lead, children[1][0]!)]
    : startStatic(new StaticSupervision(lead, Children.of(children[1])));
}

function isPair(term: unknown): term is readonly [unknown, unknown] {
  return Array.isArray(term) && term.length === 2;
}

async function startStatic(supervision: StaticSupervision): Promise<Init> {
  const reason = await supervision.startAll();
  return reason === undefined ? ['ok', supervision] : ['stop', reason];
}
