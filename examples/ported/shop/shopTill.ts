/** Sells, at the prices of the environment; shop_till.erl is this module in Erlang. */
import { error, type From } from 'regent-otp';
import { application, continueWith, genServer, GenServer, noreply, ok, reply, type Call } from 'regent-otp/behaviours';
import { ShopStock } from './shopStock.js';

type Sold = readonly ['ok', number] | readonly ['error', unknown];
type Calls = Call<readonly ['sell', string, number], Sold> | Call<'total', number>;

interface Till {
  readonly prices: Readonly<Record<string, number>>;
  readonly total: number;
}

export class ShopTill extends GenServer<Till, Calls, 'prices_changed'> {
  static startLink() {
    return genServer.startLink(['local', 'shop_till'], ShopTill, []);
  }

  /** ['ok', price], or ['error', reason]. */
  static sell(item: string, n: number) {
    return this.call('shop_till', ['sell', item, n]);
  }

  static total() {
    return this.call('shop_till', 'total');
  }

  static pricesChanged() {
    return this.cast('shop_till', 'prices_changed');
  }

  init(_: readonly []) {
    return ok<Till>({ prices: {}, total: 0 }, continueWith('prices'));
  }

  override handleContinue(_: 'prices', till: Till) {
    const [, prices] = application.getEnv('shop', 'prices') as readonly ['ok', Till['prices']];
    return noreply({ ...till, prices });
  }

  override async handleCall(request: Calls['request'], _: From, till: Till) {
    if (request === 'total') return reply(till.total, till);
    const [, item, n] = request;
    const taken = await ShopStock.take(item, n);
    if (taken !== 'ok') return reply(taken, till);
    const price = (till.prices[item] ?? error(['badkey', item])) * n;
    return reply(['ok', price], { ...till, total: till.total + price });
  }

  override handleCast(_: 'prices_changed', till: Till) {
    return noreply(till, continueWith('prices'));
  }
}
