import { describe, expect, test } from '@jest/globals';
import { createFakeClock } from '@yuexin/testkit';
import { createSessionTokens } from './session-tokens.ts';

const oldKey = Buffer.alloc(32, 1);
const newKey = Buffer.alloc(32, 2);
const session = { appId: 'wx1', userId: '0190a0b0-0000-7000-8000-000000000001' };

describe('session tokens', () => {
  test('when a token is fresh, then it tells app and user, and nothing else of them', async () => {
    const tokens = createSessionTokens({ masterKeys: [newKey], clock: createFakeClock() });
    const { sessionToken, expiresInSeconds } = await tokens.issue(session);
    expect(expiresInSeconds).toBe(86_400);
    expect(await tokens.verify(sessionToken)).toEqual({ kind: 'session', ...session });
    const payload = JSON.parse(
      Buffer.from(sessionToken.split('.')[1]!, 'base64url').toString(),
    ) as object;
    expect(Object.keys(payload).sort()).toEqual(['app', 'aud', 'exp', 'iat', 'iss', 'sub']);
  });

  test('when a day is over, then it ends', async () => {
    const clock = createFakeClock();
    const tokens = createSessionTokens({ masterKeys: [newKey], clock });
    const { sessionToken } = await tokens.issue(session);
    clock.advance(86_400_000 - 1000);
    await tokens.verify(sessionToken);
    clock.advance(1000);
    await expect(tokens.verify(sessionToken)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('when the master key is rotated, then old tokens verify while the old key is listed', async () => {
    const clock = createFakeClock();
    const before = createSessionTokens({ masterKeys: [oldKey], clock });
    const during = createSessionTokens({ masterKeys: [newKey, oldKey], clock });
    const after = createSessionTokens({ masterKeys: [newKey], clock });
    const { sessionToken } = await before.issue(session);
    await during.verify(sessionToken);
    await expect(after.verify(sessionToken)).rejects.toMatchObject({ code: 'unauthenticated' });
    await after.verify((await during.issue(session)).sessionToken);
  });

  test('when a token is changed, unsigned or signed for something else, then it is refused', async () => {
    const tokens = createSessionTokens({ masterKeys: [newKey], clock: createFakeClock() });
    const [head, body, signature] = (await tokens.issue(session)).sessionToken.split('.');
    const other = Buffer.from(JSON.stringify({ app: 'wx2', sub: 'x', exp: 9e9 })).toString(
      'base64url',
    );
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const forged = [
      `${head}.${other}.${signature}`,
      `${none}.${body}.`,
      `${head}.${body}.`,
      'x',
      '',
    ];
    for (const token of forged)
      await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
