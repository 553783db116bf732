import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../../support/holds.js';
import { startTestNode } from '../../support/startTestNode.js';
import { VirtualClock } from '../../support/virtualClock.js';
import { RealTree } from './realTree.js';
import { isSup, TreeModel } from './treeModel.js';
import { commands, trees, type Command } from './treeSpec.js';

/** Carries out a command on both; what does not apply is passed over. */
async function perform(command: Command, step: number, model: TreeModel, real: RealTree, clock: VirtualClock) {
  if (command.kind === 'wait') {
    model.now += command.seconds;
    await clock.elapse(command.seconds * 1000);
    return;
  }
  const all = model.children();
  const fit = all.filter(([, child]) => command.kind !== 'end' || (!isSup(child) && child.state === 'up'));
  if (fit.length === 0) return;
  const [sup, child] = fit[command.pick % fit.length]!;
  const { id } = child.spec;
  switch (command.kind) {
    case 'end':
      model.end(sup, child, command.reason === 'kill' ? 'killed' : command.reason);
      return real.end(child.path, command.reason);
    case 'terminate':
      expect(await real.request('terminate', sup.path, id)).toBe(model.terminate(sup, child));
      return;
    case 'restart':
      expect(await real.request('restart', sup.path, id)).toBe(model.restart(child));
      return;
    case 'delete':
      expect(await real.request('delete', sup.path, id)).toBe(model.delete(sup, child));
      return;
    case 'start':
      model.add(sup, `new${step}`, command.restart);
      return real.add(sup.path, `new${step}`, command.restart);
    default:
      command satisfies never;
  }
}

test('random trees under random crashes and requests do what the model of the rules does, in its order', async () => {
  const clock = new VirtualClock();
  const node = startTestNode({ clock });
  const property = fc.asyncProperty(trees, commands, async (tree, steps) => {
    await node.run(async () => {
      const model = new TreeModel(tree);
      const real = new RealTree();
      await real.start(tree);
      // Whole seconds, as in OTP: the model's time starts where the clock's second does.
      model.now = Math.floor(clock.now() / 1000);
      for (const [step, command] of steps.entries()) {
        await perform(command, step, model, real, clock);
        expect(real.events).toEqual(model.events);
        const states = model.children().map(([, { path, state }]) => [path, state]);
        expect(await real.snapshot()).toEqual(model.top === undefined ? undefined : states);
      }
      await real.stop();
    });
  });
  await holds('restart rules', property, 2000);
}, 180_000);
