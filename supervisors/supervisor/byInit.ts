/**
 * What the `init` of a supervisor has returned: at the start, and when its code has changed.
 */
import { moduleName, type CodeChangeResult, type Eventually, type InitResult } from '../../behaviours/index.js';
import { checkChildSpecs } from '../rules/checkChildSpecs.js';
import { checkFlags } from '../rules/checkFlags.js';
import type { SupervisorName } from '../report.js';
import { Children } from './children.js';
import { Lead, type SupervisorModule } from './lead.js';
import { SimpleSupervision } from './simpleSupervision.js';
import { StaticSupervision } from './staticSupervision.js';
import type { Supervision } from './supervision.js';

type Init = InitResult<Supervision>;

/** What the server starts with, or why it does not. */
export function startByInit(
  name: SupervisorName,
  module: SupervisorModule,
  args: unknown,
  result: unknown,
): Eventually<Init> {
  if (result === 'ignore') return 'ignore';
  if (!isInit(result)) return ['stop', ['bad_return', [moduleName(module), 'init', result]]];
  const [, [flags, specs]] = result;
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

function isInit(result: unknown): result is readonly ['ok', readonly [flags: unknown, specs: unknown]] {
  return isPair(result) && result[0] === 'ok' && isPair(result[1]);
}

function isPair(term: unknown): term is readonly [unknown, unknown] {
  return Array.isArray(term) && term.length === 2;
}

async function startStatic(supervision: StaticSupervision): Promise<Init> {
  const reason = await supervision.startAll();
  return reason === undefined ? ['ok', supervision] : ['stop', reason];
}

/** The server goes on with what new code says. Children that run are kept as they are. */
export function changeByInit(
  supervision: Supervision,
  module: SupervisorModule,
  result: unknown,
): CodeChangeResult<Supervision> {
  if (result === 'ignore') return ['ok', supervision];
  if (!isInit(result)) return result as CodeChangeResult<Supervision>;
  const [, [flags, specs]] = result;
  const checked = checkFlags(flags);
  if (checked[0] === 'error') return ['error', isInvalidType(checked[1]) ? ['bad_flags', flags] : checked[1]];
  const taken = supervision.change(checked[1], specs);
  if (taken[0] === 'error') return taken;
  supervision.lead.module = module;
  return ['ok', supervision];
}

function isInvalidType(problem: unknown): boolean {
  return Array.isArray(problem) && problem[0] === 'invalid_type';
}
