import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '@yuexin/testkit';
import type { RuleFile } from '../../src/alerts/read-rules.ts';
import { makeScratch } from '../../src/local-stack/make-scratch.ts';
import { freePort } from '../../src/local-stack/ports.ts';

export type Prometheus = {
  /** Names of the alerts that fire now. */
  firing(): Promise<string[]>;
  /** Those that fired at any moment of the last `seconds`. */
  firedWithin(seconds: number): Promise<string[]>;
  /** The targets that answer. */
  up(): Promise<number>;
  stop(): Promise<void>;
};

type Vector = { data: { result: { metric: { alertname?: string }; value: [number, string] }[] } };

/** A real Prometheus on loopback that scrapes every second, with these rules. */
export async function runPrometheus(input: {
  rules: RuleFile;
  jobs: Readonly<Record<string, string>>;
}): Promise<Prometheus> {
  const folder = makeScratch('yuexin-prometheus-');
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'rules.yml'), JSON.stringify(input.rules));
  writeFileSync(
    path.join(folder, 'prometheus.yml'),
    JSON.stringify({
      global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
      rule_files: ['rules.yml'],
      scrape_configs: Object.entries(input.jobs).map(([job_name, url]) => ({
        job_name,
        static_configs: [{ targets: [new URL(url).host] }],
      })),
    }),
  );
  const child = spawn(
    'prometheus',
    [
      `--config.file=${path.join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${path.join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise((resolve) => child.once('close', resolve));
  const url = `http://127.0.0.1:${port}`;
  const ask = async (query: string): Promise<Vector['data']['result']> => {
    const answer = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
    return ((await answer.json()) as Vector).data.result;
  };
  const names = async (query: string): Promise<string[]> =>
    (await ask(query)).map(({ metric }) => metric.alertname ?? '').sort();
  await eventually(
    async () => (await fetch(`${url}/-/ready`)).ok || Promise.reject(new Error('not ready')),
    {
      timeoutMs: 60_000,
    },
  );
  return {
    firing: () => names('count by (alertname) (ALERTS{alertstate="firing"})'),
    firedWithin: (seconds) =>
      names(`count by (alertname) (count_over_time(ALERTS{alertstate="firing"}[${seconds}s]))`),
    up: async () => Number((await ask('sum(up)'))[0]?.value[1] ?? 0),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
