/**
 * Vocabulary: which texts are atoms. Those that the program has declared are, everywhere. Those of OTP's own protocols are
 * where they are the first item of a tuple: what a supervisor or a caller is told needs no declaration.
 */
import { badarg } from '../../terms/errors.js';
import { Atom, isAtomName } from './atom.js';

/** Erlang's names of what JavaScript has words for. */
const constants: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['undefined', undefined],
  ['nil', null],
]);

/** The atoms of OTP's protocols and of its exit reasons. */
const runtime: ReadonlySet<string> = new Set(
  `$gen_call $gen_cast $gen_event $ancestors $initial_call EXIT DOWN nodeup nodedown system io_request io_reply spawn_reply
  ok error reply noreply stop ignore continue timeout infinity normal shutdown kill killed noproc noconnection nocatch
  bad_return_value bad_return_from_state_function undef function_clause case_clause if_clause try_clause badmatch badarg
  badarith badkey badmap badfun badarity system_limit calling_self abandoned notsup badopt badrpc badnode nodedown
  already_started already_present not_found running restarting restarter_stopped failed_to_start_child
  start_error invalid_child_spec supervisor gen_server gen_statem gen_event proc_lib gen erpc rpc exception signal
  return throw exit call cast block_call is_auth yes no features_request features_reply rex process port time_offset
  discover sync join leave status module debug log logger terminate get_state get_status replace_state change_code suspend
  resume trace statistics install remove no_debug suspended
  js_error not_transferable missing_await`.split(/\s+/),
);

export class Vocabulary {
  readonly #declared: ReadonlySet<string>;

  /** @param declared the names of the atoms that are plain strings here */
  constructor(declared: Iterable<string> = []) {
    const names = new Set(declared);
    for (const name of names) {
      const isFree = isAtomName(name) && !constants.has(name);
      if (!isFree) throw badarg('atoms', 'atoms', name, 'names of atoms other than true, false, undefined and nil');
    }
    this.#declared = names;
  }

  /** Whether the text is an atom wherever it stands. */
  isDeclared(text: string): boolean {
    return this.#declared.has(text);
  }

  /** Whether the text is an atom as the first item of a tuple. */
  isTag(text: string): boolean {
    return this.#declared.has(text) || runtime.has(text);
  }

  /** What an atom is here. */
  termOf(name: string): unknown {
    if (this.#declared.has(name)) return name;
    return constants.has(name) ? constants.get(name) : Atom.of(name);
  }

  /** The string for an atom of OTP's own; everything else as it is. */
  plain(term: unknown): unknown {
    return term instanceof Atom && runtime.has(term.name) ? term.name : term;
  }

  /** The atom for a string of OTP's own or a declared one; everything else as it is. */
  marked(term: unknown): unknown {
    return typeof term === 'string' && this.isTag(term) ? Atom.of(term) : term;
  }
}

/** The atoms of `true`, `false`, `undefined` and `null`. */
export function constantName(term: true | false | undefined | null): string {
  return term === null ? 'nil' : String(term);
}
