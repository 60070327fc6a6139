import { expect, test } from '@jest/globals';
import type { RunQuery } from '../database/run-query.ts';
import { recordLog } from '../test-support/record-log.ts';
import { outwaitLocks } from './outwait-locks.ts';

const address = { host: 'db', port: 5432, name: 'yuexin', user: 'yuexin' };
const oldest: RunQuery = <Row extends object>() =>
  Promise.resolve([{ pid: 7, name: 'report', seconds: 40 }] as unknown as Row[]);

function world() {
  const log = recordLog();
  const tried = { times: 0 };
  const outwait = { query: oldest, address, logger: log.logger, tries: 3, pauseMs: 1 };
  const failing = (code: string, until: number) => () => {
    tried.times += 1;
    if (tried.times < until) return Promise.reject(Object.assign(new Error('x'), { code }));
    return Promise.resolve('done');
  };
  return { messages: () => log.messages(), tried, outwait, failing };
}

test('when a lock is had at the third try, then the work is done, and who was in the way was told twice', async () => {
  const { outwait, failing, messages } = world();
  expect(await outwaitLocks(outwait, failing('55P03', 3))).toBe('done');
  expect(messages()).toHaveLength(2);
  expect(messages()[0]).toMatch(/tried again\. Session 7 \(report\) .* for 40 s\.$/);
});

test('when a lock is never had, then it ends after so many tries, one within another as well', async () => {
  const { outwait, failing, tried } = world();
  const inner = () => outwaitLocks(outwait, failing('55P03', 100));
  await expect(outwaitLocks(outwait, inner)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/in time\. Session 7/),
  });
  expect(tried.times).toBe(3);
});

test('when the work fails for another reason, then it is not tried again', async () => {
  const { outwait, failing, tried } = world();
  await expect(outwaitLocks(outwait, failing('42601', 100))).rejects.toMatchObject({
    code: 'internal-error',
  });
  expect(tried.times).toBe(1);
});
