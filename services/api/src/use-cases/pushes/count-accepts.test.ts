import { expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { createMetrics } from '@yuexin/telemetry';
import type { Accepted, AcceptInput } from './accept-push.ts';
import { countAccepts } from './count-accepts.ts';

const input = {} as AcceptInput;
const accepted = (over: Partial<Accepted>): Accepted =>
  ({ push: { state: 'parked' }, isReplay: false, isDuplicate: false, ...over }) as Accepted;

test('what is asked for counts by its state, as a replay or duplicate, or by its problem; the answer stays the same', async () => {
  const metrics = createMetrics({ service: 'api' });
  const refusal = new AppError('no-grant', { message: 'No grant.' });
  const answers = [
    () => Promise.resolve(accepted({})),
    () => Promise.resolve(accepted({ isReplay: true })),
    () => Promise.resolve(accepted({ isDuplicate: true })),
    () => Promise.reject(refusal),
  ];
  const accept = countAccepts(() => answers.shift()!(), metrics);
  expect(await accept(input)).toEqual(accepted({}));
  await accept(input);
  await accept(input);
  await expect(accept(input)).rejects.toBe(refusal);
  const page = await metrics.render();
  for (const result of ['parked', 'replayed', 'duplicate', 'no-grant'])
    expect(page).toContain(`push_accepts_total{result="${result}",service="api"} 1`);
  // Seen from the start, so that the first one counts as a rise.
  expect(page).toContain('push_accepts_total{result="overloaded",service="api"} 0');
});
