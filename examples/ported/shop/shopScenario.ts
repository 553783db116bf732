/** Opens a shop, sells, lets it crash, changes its prices, and closes it; shop_scenario.erl is this module in Erlang. */
import { catchTerm, whereis, type Address } from 'regent-otp';
import { application, timer } from 'regent-otp/behaviours';
import { supervisor } from 'regent-otp/supervisors';
import type { Show } from '../transcript.js';
import { ShopApp } from './shopApp.js';
import { ShopStock } from './shopStock.js';
import { ShopTill } from './shopTill.js';

export async function run(show: Show) {
  show(application.load(ShopApp.resource()));
  show(application.getEnv('shop', 'currency'));
  application.setEnv('shop', 'currency', 'sek');
  show(await application.start('shop'));
  show(await application.start('shop'));
  const sold = [];
  for (const [item, n] of [['apple', 2], ['apple', 2], ['pear', 1], ['kiwi', 1]] as const) sold.push(await ShopTill.sell(item, n)); // prettier-ignore
  show(sold);
  show(ShopStock.add('pear', 4));
  show(await ShopStock.all());
  const till = whereis('shop_till');
  const stock = whereis('shop_stock');
  const [, [[why]]] = (await catchTerm(() => ShopTill.sell('fig', 1))) as [string, [[unknown]]];
  show(why);
  await fresh('shop_till', till);
  show([whereis('shop_stock') === stock, await ShopTill.total(), await ShopStock.all()]);
  show(application.setEnv('shop', 'prices', { apple: 3, pear: 6 }));
  new ShopApp().configChange();
  show(await ShopTill.sell('pear', 2));
  const counts = await supervisor.countChildren('shop_sup');
  show(counts.find(([name]) => name === 'active')?.[1]);
  show(application.whichApplications().some(([name]) => name === 'shop'));
  show(await application.stop('shop'));
  show(ShopApp.closed);
  show([whereis('shop_sup'), application.getEnv('shop', 'currency'), application.unload('shop')]);
  show(application.getEnv('shop', 'currency'));
}

/** Waits until a name belongs to a process other than the old one. */
async function fresh(name: string, old: Address | undefined) {
  while (whereis(name) === undefined || whereis(name) === old) await timer.sleep(1);
}
