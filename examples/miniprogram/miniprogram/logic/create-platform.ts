import type { Goods } from './goods';

/** The part of `wx` by which the platform is called. */
type RequestApi = {
  request(options: {
    url: string;
    method: 'GET' | 'POST';
    data?: string;
    timeout: number;
    success: (result: { statusCode: number; data: unknown }) => void;
    fail: () => void;
  }): unknown;
};

/** The freight platform's own server: it matches goods with routes and asks Yuexin for the pushes. Neither call ever rejects. */
export type Platform = {
  /** Null: out of reach. */
  listGoods(): Promise<Goods[] | null>;
  publishGoods(goods: Omit<Goods, 'id'>): Promise<boolean>;
};

const timeoutMs = 10_000;

export function createPlatform(deps: { wx: RequestApi; platformUrl: string }): Platform {
  const call = (method: 'GET' | 'POST', data?: object): Promise<unknown> =>
    new Promise((resolve) => {
      deps.wx.request({
        ...{ url: `${deps.platformUrl}/goods`, method, timeout: timeoutMs },
        // JSON is what wx.request sends by itself.
        ...(data && { data: JSON.stringify(data) }),
        success: ({ statusCode, data: body }) => resolve(statusCode < 300 ? body : null),
        fail: () => resolve(null),
      });
    });
  return {
    async listGoods() {
      const { goods = null } = Object(await call('GET')) as { goods?: Goods[] };
      return goods;
    },
    publishGoods: async (goods) => (await call('POST', goods)) !== null,
  };
}
