import { on, receive, self, type Address } from 'regent-otp';
import { genServer } from 'regent-otp/behaviours';
import { Supervisor, supervisor, type SupervisorInit } from 'regent-otp/supervisors';
import { P } from 'ts-pattern';
import { now } from '../harness/now.js';
import { Crasher } from './support/crasher.js';
import { started } from './support/started.js';

// What a supervisor remembers of its restarts is not measured: each one sees no more than these.
const batch = 100;

class CrasherSup extends Supervisor {
  init([owner]: readonly [Address]): SupervisorInit {
    const flags = { strategy: 'one_for_one', intensity: batch, period: 3600 } as const;
    return ['ok', [flags, [{ id: 'crasher', start: [Crasher, 'startLink', [owner]] }]]];
  }
}

export async function run(n: number) {
  let elapsed = 0;
  for (let i = 0; i < n / batch; i++) {
    const sup = started(await supervisor.startLink(CrasherSup, [self()]));
    let crasher = await nextStarted();
    const start = now();
    for (let j = 0; j < batch; j++) {
      Crasher.cast(crasher, 'crash');
      crasher = await nextStarted();
      await Crasher.call(crasher, 'ping');
    }
    elapsed += now() - start;
    await genServer.stop(sup);
  }
  return elapsed;
}

function nextStarted() {
  return receive(on(['started', P._], ([, pid]) => pid as Address));
}
