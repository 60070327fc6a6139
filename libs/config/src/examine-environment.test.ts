import { describe, expect, test } from '@jest/globals';
import { examineEnvironment } from './examine-environment.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const good = {
  DATABASE_URL: 'postgres://yuexin:s3cret@db:5432/yuexin',
  QUEUE_URL: 'redis://:s3cret@redis:6379',
  MASTER_KEY: key,
};
const alone = { DATABASE_URL: good.DATABASE_URL, MASTER_KEY: key };
const pointersOf = (env: Record<string, string>): string[] =>
  examineEnvironment(env).problems.map(({ pointer }) => pointer);

describe('examineEnvironment', () => {
  test('when all is right, then nothing is wrong and everything is read', () => {
    expect(examineEnvironment({ ...good, PUBLIC_URL: 'https://push.example.com/' })).toEqual({
      problems: [],
      database: { url: good.DATABASE_URL, poolMax: 10, pooler: 'none' },
      queue: {
        target: expect.objectContaining({ engine: 'redis', mode: 'single' }) as unknown,
        prefix: 'yx',
      },
      masterKeys: [Buffer.alloc(32, 7)],
      wechatApiBaseUrl: 'https://api.weixin.qq.com',
      publicUrl: 'https://push.example.com',
      isPrivateWebhookAllowed: false,
    });
  });

  test('when api and worker each refuse something, then all of it is named, what both refuse once', () => {
    const env = { ...good, MASTER_KEY: 'short', API_PORT: 'x', WORKER_CONCURRENCY: '0' };
    expect(pointersOf(env).sort()).toEqual(['/API_PORT', '/MASTER_KEY', '/WORKER_CONCURRENCY']);
  });

  test('when one variable is wrong, then the others are read all the same, and no secret is told', () => {
    const examined = examineEnvironment({ ...good, MASTER_KEY: `${key}TOOLONG` });
    expect(examined.masterKeys).toBeNull();
    expect(examined.database?.url).toBe(good.DATABASE_URL);
    expect(examined.queue?.target.engine).toBe('redis');
    expect(JSON.stringify(examined.problems)).not.toContain('TOOLONG');
  });

  test('when there is no QUEUE_URL, then the queue is in the database; when that is unknown, the queue is as well', () => {
    expect(examineEnvironment(alone).queue?.target).toEqual({
      ...{ engine: 'postgres', mode: 'single', url: good.DATABASE_URL },
    });
    const nowhere = examineEnvironment({ MASTER_KEY: key });
    expect([nowhere.database, nowhere.queue]).toEqual([null, null]);
  });

  test('when the queue would listen through a pooler, then that is the problem, and the database is looked at all the same', () => {
    const examined = examineEnvironment({ ...alone, DATABASE_POOLER: 'transaction' });
    expect(examined.problems.map(({ pointer }) => pointer)).toEqual(['/QUEUE_URL']);
    expect(examined.queue).toBeNull();
    expect(examined.database?.pooler).toBe('transaction');
  });
});
