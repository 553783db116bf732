// Files that are looked at now and then.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FileWatch } from '../../../lib/cluster/certificates/fileWatch.js';
import { eventually } from '../../support/eventually.js';
import { VirtualClock } from '../../support/virtualClock.js';
import { temporaryFolder } from '../certs/temporaryFolder.js';

/** A file that is watched by somebody who takes it up when told to. */
async function watchedFile() {
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, 'first');
  const clock = new VirtualClock();
  const told: boolean[] = [];
  const taker = { takes: false };
  const onChange = (isNew: boolean) => {
    told.push(isNew);
    return taker.takes;
  };
  const watch = new FileWatch({ clock, paths: [path], interval: 1000, onChange });
  onTestFinished(() => watch.stop());
  const hasLooked = () => eventually(() => clock.pending === 1);
  await hasLooked();
  const look = async () => {
    clock.advance(1000);
    await hasLooked();
  };
  return { path, told, taker, look };
}

test('the first content is told too, and each until it is taken up', async () => {
  const { path, told, taker, look } = await watchedFile();
  expect(told).toEqual([true]);
  await look();
  expect(told).toEqual([true, false]);
  taker.takes = true;
  await look();
  await look();
  expect(told).toEqual([true, false, false]);
  await writeFile(path, 'second');
  await look();
  await look();
  expect(told).toEqual([true, false, false, true]);
});
