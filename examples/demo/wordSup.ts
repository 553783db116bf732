/**
 * Supervises the stash and the word_count server. The server needs the stash, so the stash is started first, and its end
 * would end the server. word_sup.erl is this module in Erlang.
 */
import { Address, exit } from 'regent-otp';
import type { ServerRef } from 'regent-otp/behaviours';
import { Supervisor, supervisor, type SupervisorInit } from 'regent-otp/supervisors';
import { WordCount } from './wordCount.js';
import { WordStash } from './wordStash.js';

export class WordSup extends Supervisor {
  static startLink() {
    return supervisor.startLink(['local', 'word_sup'], WordSup, []);
  }

  /** The word_count server that runs now. The supervisor answers once it has restarted what ended before. */
  static async server(sup: ServerRef) {
    const children = await supervisor.whichChildren(sup);
    const [, pid] = children.find(([id]) => id === 'word_count') ?? [];
    return pid instanceof Address ? pid : exit(['no_server', children]);
  }

  init(_args: readonly []): SupervisorInit {
    const flags = { strategy: 'rest_for_one', intensity: 3, period: 5 } as const;
    const children = [
      { id: 'word_stash', start: [WordStash, 'startLink', []] },
      { id: 'word_count', start: [WordCount, 'startLink', []] },
    ] as const;
    return ['ok', [flags, children]];
  }
}
