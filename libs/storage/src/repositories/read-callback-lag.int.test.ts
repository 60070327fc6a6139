import { describe, expect, test } from '@jest/globals';
import { createCallbackDelivery } from '../callbacks/create-callback-delivery.ts';
import { createEndpoint } from '../test-support/callbacks-of.ts';
import { openTestLedger } from '../test-support/open-test-ledger.ts';
import { createCallbackRepository } from './callback.repository.ts';
import { createUpkeepRepository } from './upkeep.repository.ts';

const ledger = await openTestLedger();
const { core, query } = ledger;
const upkeep = createUpkeepRepository(core);

describe('how late callbacks are', () => {
  test('when some wait, then they are counted, and the one that is due longest says since when', async () => {
    expect(await upkeep.callbackLag()).toEqual({ waiting: 0, dueForMs: 0 });
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const { id } = await createEndpoint(core, { events: ['push.cancelled'] });
    for (let at = 0; at < 3; at += 1)
      await ledger.hotPath.cancelPush({ pushId: await app.push(userId), actor: 'test' });
    await query(
      `update callbacks set next_at = now() - interval '90 s' where id = (select min(id::text)::uuid from callbacks)`,
    );
    const lag = await upkeep.callbackLag();
    expect(lag.waiting).toBe(3);
    expect(lag.dueForMs).toBeGreaterThanOrEqual(90_000);
    expect(lag.dueForMs).toBeLessThan(120_000);

    // On their way, or not to be tried yet: they wait, and are not late.
    await createCallbackDelivery(core).offer(100);
    expect(await upkeep.callbackLag()).toEqual({ waiting: 3, dueForMs: 0 });
    // Asked for by a person: due since the beginning of time, so to speak.
    await createCallbackRepository(core).createTest(id);
    expect(await upkeep.callbackLag()).toEqual({ waiting: 4, dueForMs: 0 });
    await query(`update callbacks set state = 'delivered', lease_until = null`);
    expect(await upkeep.callbackLag()).toEqual({ waiting: 0, dueForMs: 0 });
  });
});
