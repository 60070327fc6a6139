import { expect, test } from '@jest/globals';
import type { DuePush, UserRow } from '@yuexin/storage';
import type { KeyCaller } from '../../http/caller.ts';
import type { PerformAction } from '../operators/perform-action.ts';
import { createImportUsers } from './import-users.ts';

const rowOf = (openid: string, phone: string | null): UserRow =>
  ({ id: `id of ${openid}`, openid, phone, unionid: null }) as UserRow;

test('when many users are imported, then those with an address are attached by one call, and what is due is offered', async () => {
  const rows = [rowOf('o-1', '+8613800000001'), rowOf('o-2', null), rowOf('o-3', '+8613800000003')];
  const due: DuePush[] = [{ appId: 'wx1', pushId: 'p', cycle: 1, priority: 'normal', delayMs: 0 }];
  const attached: (readonly string[])[] = [];
  const offered: (readonly DuePush[])[] = [];
  const performAction = (async (_, work) =>
    (await work({ users: { importUsers: () => Promise.resolve(rows) } } as never))
      .result) as PerformAction;
  const importUsers = createImportUsers({
    storage: {
      hotPath: {
        attachRecipients: (ids) => {
          attached.push(ids);
          return Promise.resolve({ attached: 1, due });
        },
      },
    },
    offerDue: (given) => {
      offered.push(given);
      return Promise.resolve();
    },
    performAction,
  });

  const users = rows.map(({ openid, phone }) => ({ openid, phone }));
  const answer = await importUsers({
    appId: 'wx1',
    users,
    caller: {} as KeyCaller,
    requestId: 'r',
  });

  expect(answer).toEqual({ imported: 3 });
  expect(attached).toEqual([['id of o-1', 'id of o-3']]);
  expect(offered).toEqual([due]);
});
