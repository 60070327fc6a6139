import type { Tell } from './problem.ts';
import type { WxApi } from './wx-api.ts';

export type Store = {
  /** What was written last under the name, also before a restart; `otherwise` when there is nothing of its type. */
  read<T>(name: string, otherwise: T): T;
  write(name: string, value: unknown): void;
};

/** The phone's storage, kept apart by app. A full or broken storage costs only what it should have kept. */
export function createStore(deps: {
  wx: Pick<WxApi, 'getStorageSync' | 'setStorageSync'>;
  appId: string;
  tell: Tell;
}): Store {
  const { wx, appId, tell } = deps;
  const memory: Record<string, unknown> = {};
  const keyOf = (name: string): string => `yuexin:${appId}:${name}`;
  return {
    read(name, otherwise) {
      try {
        if (!(name in memory)) memory[name] = wx.getStorageSync(keyOf(name));
      } catch (error) {
        tell('storage', error);
      }
      // Where nothing was kept, WeChat answers an empty text; where another wrote, it may be anything.
      const { [name]: kept } = memory;
      return kept && typeof kept === typeof otherwise ? (kept as typeof otherwise) : otherwise;
    },
    write(name, value) {
      memory[name] = value;
      try {
        wx.setStorageSync(keyOf(name), value);
      } catch (error) {
        tell('storage', error);
      }
    },
  };
}
