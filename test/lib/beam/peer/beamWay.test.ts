// Attempts that cross each other, and connections that are not needed any more.
import { expect, onTestFinished, test } from 'vitest';
import { startNode } from 'regent-otp';
import { BeamWay } from '../../../../lib/beam/peer/beamWay.js';
import type { BeamSettings } from '../../../../lib/beam/beamSettings.js';
import type { BeamFormat } from '../../../../lib/beam/signals/beamFormat.js';
import type { BeamConnection } from '../../../../lib/beam/wire/beamConnection.js';
import type { Attempt } from '../../../../lib/beam/handshake/handshake.js';

/** A connection that the other node has made, as far as a way looks at it. */
function connection() {
  const made = {
    remote: { id: 'a@host', creation: 7, codec: 'etf' },
    isClosed: false,
    closedWith: undefined as string | undefined,
    close(reason: string) {
      made.isClosed = true;
      made.closedWith = reason;
    },
  };
  return made;
}

/** A way whose own attempt lasts, and goes before that of the other node. */
function trying() {
  const host = startNode();
  onTestFinished(() => host.stop());
  let attempt!: Attempt;
  const way = new BeamWay({
    host,
    own: { name: 'z@host', creation: 1, cookie: 'secret' },
    settings: { clock: host.clock, handshakeTimeout: 7000 } as unknown as BeamSettings,
    node: 'a@host',
    format: { name: 'etf' } as BeamFormat,
    dial: (_node, _signal, progress) => {
      attempt = progress;
      return new Promise(() => undefined);
    },
    onUse: () => undefined,
    onIdle: () => undefined,
  });
  way.tryNow();
  attempt.onIntroduced();
  const accept = (one: ReturnType<typeof connection>): void => way.accepted(one as unknown as BeamConnection);
  return { way, attempt, accept };
}

test('of two connections that the other node makes meanwhile the later one is kept, the earlier one closed', async () => {
  const { way, attempt, accept } = trying();
  const [earlier, later] = [connection(), connection()];
  accept(earlier);
  expect(attempt.isNeedless()).toBe(true);
  accept(later);
  expect([earlier.closedWith, later.closedWith]).toEqual(['replaced', undefined]);
  await way.leave('left');
  expect(later.closedWith).toBe('not needed any more');
});
