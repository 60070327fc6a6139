import { defineCase, type CaseStage, type Contender, type Measurement } from '../bench-case.ts';
import { consolePages, type ConsolePage, type PageAsk } from '../console/console-pages.ts';
import { readSamples, type PageSamples } from '../console/read-samples.ts';
import { quantile } from '../figures/summarise.ts';
import { seedConsoleHistory } from '../history/seed-console-history.ts';
import { createHttpSender, type HttpSender } from '../load/http-sender.ts';
import { openYuexin, type Yuexin } from '../yuexin/open-yuexin.ts';

type Size = { pushes: number; asks: number };

const LIMIT_MS = 300;
export const consolePagesCase = defineCase<Size>({
  name: 'console-pages',
  title:
    'Pages of the console over 1 million pushes, 100,000 of them dead: p95 of the slowest thing each asks',
  unit: 'ms',
  digits: 1,
  comparisons: consolePages.map(({ name }) => ({
    ...{ name, of: name, against: LIMIT_MS, atMost: 1 },
  })),
  sizes: { full: { pushes: 1_000_000, asks: 40 }, quick: { pushes: 20_000, asks: 10 } },
  isQuick: false,
  async open(stage, size) {
    const yuexin = await openYuexin(stage, { name: 'console', workers: 0, apps: 5 });
    const samples = await seed(stage, yuexin, size);
    const sender = createHttpSender({ origin: yuexin.apiUrl, connections: 1 });
    const ask = { sender, samples, key: yuexin.adminKey };
    return {
      contenders: consolePages.map((page) => createPage({ ...ask, page, asks: size.asks })),
      async close() {
        sender.close();
        await yuexin.stop();
      },
    };
  },
});

async function seed(stage: CaseStage, yuexin: Yuexin, { pushes }: Size): Promise<PageSamples> {
  const { sql, apiUrl, adminKey: key, appIds } = yuexin;
  const [appId] = appIds;
  const { users } = await seedConsoleHistory({ sql, appId, pushes, say: stage.say });
  return readSamples({ sql, apiUrl, key, appId, users });
}

type Asking = { sender: HttpSender; samples: PageSamples; key: string };

/** All that the page asks for, one after the other, again and again; the figure is the p95 of the slowest, the details are those of each. */
function createPage(input: Asking & { page: ConsolePage; asks: number }): Contender {
  const { page, asks } = input;
  const carry = async (rounds: number): Promise<Measurement> => {
    const times = new Map(page.asks.map((one) => [one.name, [] as number[]]));
    for (let round = 0; round < rounds; round += 1) {
      for (const one of page.asks) times.get(one.name)?.push(await timeOf(input, one, round));
    }
    const p95 = [...times].map(([name, taken]) => {
      return [
        name,
        quantile(
          taken.sort((a, b) => a - b),
          0.95,
        ),
      ] as const;
    });
    return { figure: Math.max(...p95.map(([, ms]) => ms)), details: Object.fromEntries(p95) };
  };
  return {
    name: page.name,
    async warmUp() {
      await carry(Math.ceil(asks / 8));
    },
    measure: () => carry(asks),
  };
}

/** @throws Error for any answer but 200: a page that shows a problem was not answered. */
async function timeOf(
  { sender, samples, key }: Asking,
  one: PageAsk,
  round: number,
): Promise<number> {
  const { method, path, body } = one.request(samples, round);
  const headers = [`Authorization: Bearer ${key}`, 'Content-Type: application/json'];
  const startedAt = performance.now();
  const reply = await sender.send({
    ...{ method, path, headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const tookMs = performance.now() - startedAt;
  if (reply.status === 200) return tookMs;
  throw new Error(`${path} answered ${String(reply.status)}: ${reply.body.toString('utf8')}`);
}
