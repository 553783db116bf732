/**
 * CallTag: the tag of a call in its request, `[alias|Ref]` in Erlang. The far end is to reply to it and nobody here has it in a
 * term, so it is found by its number only as long as the call lasts.
 */
import type { Ref } from '../../terms/ref.js';

export class CallTag {
  readonly ref: Ref;

  constructor(ref: Ref) {
    this.ref = ref;
  }
}
