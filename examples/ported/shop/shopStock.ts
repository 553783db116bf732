/** What there is to sell; shop_stock.erl is this module in Erlang. */
import type { From } from 'regent-otp';
import { functionClause, genServer, GenServer, noreply, ok, reply, type Call } from 'regent-otp/behaviours';
import { match, P } from 'ts-pattern';

type Stock = Readonly<Record<string, number>>;
type Taken = 'ok' | readonly ['error', 'unknown' | readonly ['only', number]];
type Calls = Call<readonly ['take', string, number], Taken> | Call<'all', Stock>;
type Casts = readonly ['add', string, number];

export class ShopStock extends GenServer<Stock, Calls, Casts> {
  static startLink(stock: readonly (readonly [string, number])[]) {
    return genServer.startLink(['local', 'shop_stock'], ShopStock, stock);
  }

  /** 'ok', or ['error', reason] if there is not so much of it. */
  static take(item: string, n: number) {
    return this.call('shop_stock', ['take', item, n]);
  }

  static add(item: string, n: number) {
    return this.cast('shop_stock', ['add', item, n]);
  }

  static all() {
    return this.call('shop_stock', 'all');
  }

  init(stock: readonly (readonly [string, number])[]) {
    return ok<Stock>(Object.fromEntries(stock));
  }

  override handleCall(request: Calls['request'], _: From, stock: Stock) {
    return match(request)
      .with(['take', P.string, P.number.gt(0)], ([, item, n]) => {
        const there = stock[item];
        if (there === undefined) return reply(['error', 'unknown'], stock);
        if (there < n) return reply(['error', ['only', there]], stock);
        return reply('ok', { ...stock, [item]: there - n });
      })
      .with('all', () => reply(stock, stock))
      .otherwise(functionClause);
  }

  override handleCast([, item, n]: Casts, stock: Stock) {
    return noreply({ ...stock, [item]: (stock[item] ?? 0) + n });
  }
}
