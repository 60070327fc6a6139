import { expect, test } from '@jest/globals';
import { adopt, createAppToken } from './app-token.ts';

const token = (generation: number) => ({
  accessToken: `T${generation}`,
  generation,
  expiresAt: new Date(7_200_000),
  refreshedAt: new Date(generation),
});

test('when an older token comes late, then the newer one stays', () => {
  const app = createAppToken('wx1');
  adopt(app, token(2));
  adopt(app, token(1));
  expect(app.cached).toEqual(token(2));
});

test('when a token was refused, then it does not come back by the side door; a newer one ends the suspicion', () => {
  const app = createAppToken('wx1');
  app.suspect = { generation: 2, releasedAt: null };
  adopt(app, token(2));
  adopt(app, token(1));
  expect(app.cached).toBeNull();
  adopt(app, token(3));
  expect([app.cached, app.suspect]).toEqual([token(3), null]);
});

test('when a refused token is released for a second try, then it may be used, and stays suspect', () => {
  const app = createAppToken('wx1');
  app.suspect = { generation: 2, releasedAt: new Date(5) };
  adopt(app, token(2));
  expect(app.cached).toEqual(token(2));
  expect(app.suspect).not.toBeNull();
});
