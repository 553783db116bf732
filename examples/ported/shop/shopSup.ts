/** The till needs the stock: when the stock is started again, so is the till. shop_sup.erl is this module in Erlang. */
import { supervisor, Supervisor, type SupervisorInit } from 'regent-otp/supervisors';
import { ShopStock } from './shopStock.js';
import { ShopTill } from './shopTill.js';

export class ShopSup extends Supervisor {
  static startLink(stock: readonly unknown[]) {
    return supervisor.startLink(['local', 'shop_sup'], ShopSup, stock);
  }

  init(stock: readonly unknown[]): SupervisorInit {
    const flags = { strategy: 'rest_for_one', intensity: 2, period: 5 } as const;
    const children = [
      { id: 'stock', start: [ShopStock, 'startLink', [stock]] },
      { id: 'till', start: [ShopTill, 'startLink', []], shutdown: 1000 },
    ] as const;
    return ['ok', [flags, children]];
  }
}
