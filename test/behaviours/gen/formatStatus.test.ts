/** When the callback formatStatus of a server that ends is called, and with what. */
import { expect, test } from 'vitest';
import {
  genServer,
  GenServer,
  genStatem,
  GenStatem,
  ok,
  stop,
  type Status,
  type StatemResult,
} from 'regent-otp/behaviours';
import { endOf } from '../../support/endOf.js';
import { pidOf } from '../../support/pidOf.js';
import { startTestNode } from '../../support/startTestNode.js';

let seen: Status[] = [];

function see(status: Status): Status {
  seen.push(status);
  return status;
}

class Server extends GenServer<string> {
  init(state: string) {
    return ok(state);
  }
  override formatStatus(status: Status): Status {
    return see(status);
  }
  override handleCast(reason: unknown, state: string) {
    return stop(reason, state);
  }
}

class Machine extends GenStatem<'on', string> {
  callbackMode() {
    return 'handle_event_function' as const;
  }
  init(data: string) {
    return ['ok', 'on', data] as const;
  }
  override formatStatus(status: Status): Status {
    return see(status);
  }
  override handleEvent(_type: unknown, reason: unknown): StatemResult<'on', string> {
    return ['stop', reason];
  }
}

const starters = [
  ['server', () => genServer.start(Server, 'kept'), { state: 'kept', message: ['$gen_cast', 'boom'] }],
  ['machine', () => genStatem.start(Machine, 'kept'), { state: 'on', data: 'kept' }],
] as const;

for (const [kind, start, shown] of starters) {
  test.each([true, false])(
    `a ${kind} that fails has it called once, whether reports are heard or not`,
    async (isHeard) => {
      const node = startTestNode();
      const told: unknown[] = [];
      if (isHeard) node.on('report', (report) => told.push(report)).on('crash', (crash) => told.push(crash));
      seen = [];
      await node.run(async () => {
        const pid = pidOf(await start());
        genServer.cast(pid, 'boom');
        expect(await endOf(pid)).toBe('boom');
      });
      expect(seen).toEqual([{ ...shown, reason: 'boom', log: [] }]);
      expect(told).toHaveLength(isHeard ? 2 : 0);
    },
  );

  test(`a ${kind} that ends as it should does not have it called`, async () => {
    seen = [];
    await startTestNode().run(async () => {
      const pid = pidOf(await start());
      genServer.cast(pid, 'shutdown');
      await endOf(pid);
    });
    expect(seen).toEqual([]);
  });
}
