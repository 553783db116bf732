/** Answers to system messages on their way out: to those of OTP's `sys`. */
import { Atom } from '../etf/atom.js';
import { asList, asTuple, charlist, tuple } from '../etf/sequences.js';
import type { Vocabulary } from '../etf/vocabulary.js';
import { reasonOut } from './reasons.js';

type Items = readonly unknown[];

export function systemReply(reply: unknown, vocabulary: Vocabulary): unknown {
  if (!Array.isArray(reply)) return vocabulary.marked(reply);
  const items = reply as Items;
  if (items[0] === 'error' && items.length === 2) return tuple(items[0], reasonOut(items[1], vocabulary));
  return items[0] === 'status' && items.length === 4 ? status(items, vocabulary) : reply;
}

/** `{status, Pid, {module, Module}, [Dictionary, State, Parent, Debug, Misc]}` */
function status([tag, pid, module, what]: Items, vocabulary: Vocabulary): unknown {
  const name = Array.isArray(module) ? Atom.of(String(module[1])) : module;
  const [dictionary, state, parent, debug, misc] = Array.isArray(what) ? (what as Items) : [];
  const shown = [dictionary, vocabulary.marked(state), parent, debug, Array.isArray(misc) ? misc.map(formatted) : misc];
  return tuple(tag, pid, tuple(Atom.of('module'), name), asList(shown));
}

/** `{header, Text}`, `{data, [{Label, Term}]}` as a gen_server's status has them. */
function formatted(item: unknown): unknown {
  if (!Array.isArray(item) || item.length !== 2) return item;
  const [kind, content] = item as Items;
  if (kind === 'header' && typeof content === 'string') return tuple(Atom.of(kind), charlist(content));
  if (kind !== 'data' || !Array.isArray(content)) return item;
  const rows = (content as Items).map((row) => {
    if (!Array.isArray(row) || typeof row[0] !== 'string') return row;
    return asTuple([charlist(row[0]), ...(row as Items).slice(1)]);
  });
  return tuple(Atom.of(kind), asList(rows));
}
