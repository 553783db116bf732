/** The application shop: what it needs, and how it starts and stops. shop_app.erl is this module in Erlang. */
import { Application, application, type ApplicationResource } from 'regent-otp/behaviours';
import { ShopSup } from './shopSup.js';
import { ShopTill } from './shopTill.js';

type Stock = readonly (readonly [item: string, count: number])[];

export class ShopApp extends Application {
  /** What it had earned when it was closed. */
  static closed: unknown;

  /** What shop.app would hold. */
  static resource(): ApplicationResource {
    const options = {
      description: 'Sells what it has',
      vsn: '1.0',
      registered: ['shop_sup', 'shop_stock', 'shop_till'],
      applications: ['kernel', 'stdlib'],
      env: { currency: 'eur', stock: Object.entries({ apple: 3, pear: 0, fig: 1 }), prices: { apple: 2, pear: 5 } },
      mod: [ShopApp, []] as const,
    };
    return ['application', 'shop', options];
  }

  async start() {
    const [, stock] = application.getEnv('stock') as readonly ['ok', Stock];
    const started = await ShopSup.startLink(stock);
    if (started[0] !== 'ok') return started;
    return ['ok', started[1], ['opened', application.getEnv('shop', 'currency', 'usd')]];
  }

  override async prepStop([, currency]: readonly ['opened', string]) {
    return ['closing', currency, await ShopTill.total()];
  }

  override stop([, currency, total]: readonly ['closing', string, number]) {
    ShopApp.closed = [total, currency];
  }

  override configChange() {
    ShopTill.pricesChanged();
  }
}
