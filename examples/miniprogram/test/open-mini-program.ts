import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import type { Phone } from '@yuexin/miniprogram/testing';

const folder = new URL('../miniprogram/', import.meta.url);

type Handler = (event?: object) => unknown;
type PageOptions = { data: Record<string, unknown> } & Record<string, unknown>;

/** A page as the user has it before them. */
export type OpenPage = {
  route: string;
  data: Record<string, unknown>;
  /** A tap on what is bound to the handler; resolves when the handler has done its work. */
  tap(handler: string, event?: object): Promise<void>;
  /** Whatever else happens to it. */
  tell(handler: string, event?: object): Promise<void>;
};

export type MiniProgram = {
  /** Opens a page by its path; resolves when it is loaded and shown. */
  open(url: string): Promise<OpenPage>;
  /** The page that is on top now, as a handler may have opened another. */
  top(): OpenPage;
  problems: string[];
};

/** What WeChat's framework does with a page's options. */
function createPage(route: string, options: PageOptions, phone: Phone): OpenPage {
  const instance: PageOptions = { ...options, data: structuredClone(options.data) };
  instance.setData = (values: object) => void Object.assign(instance.data, values);
  const call = (handler: string, event?: object): unknown =>
    (instance[handler] as Handler | undefined)?.call(instance, event);
  return {
    route,
    data: instance.data,
    async tap(handler, event = { currentTarget: { dataset: {} }, detail: {} }) {
      await phone.tap(() => call(handler, event));
    },
    async tell(handler, event) {
      await call(handler, event);
    },
  };
}

/** The example's own pages, started anew on the phone: their scripts run as at a cold start. */
export async function openMiniProgram(input: {
  phone: Phone;
  settings: Record<string, string>;
}): Promise<MiniProgram> {
  const { phone, settings } = input;
  const registered = new Map<string, PageOptions>();
  const problems: string[] = [];
  const stack: OpenPage[] = [];

  const open = async (url: string): Promise<OpenPage> => {
    const [route = '', query = ''] = url.replace(/^\//, '').split('?');
    const options = registered.get(route);
    if (options === undefined) throw new Error(`There is no page ${route}.`);
    const page = createPage(route, options, phone);
    stack.push(page);
    await page.tell('onLoad', Object.fromEntries(new URLSearchParams(query)));
    await page.tell('onShow');
    return page;
  };
  const platform = {
    getExtConfigSync: () => settings,
    getRealtimeLogManager: () => ({ warn: (...words: string[]) => problems.push(words.join(' ')) }),
    showToast: () => Promise.resolve(),
    navigateTo: ({ url }: { url: string }) => open(url),
    navigateBack: async () => {
      stack.pop();
      await stack.at(-1)?.tell('onShow');
    },
  };
  const run = (name: string): Promise<unknown> =>
    import(fileURLToPath(new URL(`${name}.ts`, folder)));

  jest.resetModules();
  Object.assign(globalThis, {
    wx: { ...phone.wx, ...platform },
    App: ({ onLaunch }: { onLaunch?: () => unknown }) => onLaunch?.(),
  });
  const { pages } = JSON.parse(readFileSync(new URL('app.json', folder), 'utf8')) as {
    pages: string[];
  };
  await run('app');
  for (const route of pages) {
    Object.assign(globalThis, {
      Page: (options: PageOptions) => registered.set(route, options),
    });
    await run(route);
  }
  return {
    open,
    problems,
    top() {
      const page = stack.at(-1);
      if (page === undefined) throw new Error('No page is open.');
      return page;
    },
  };
}
