import { describe, expect, test } from '@jest/globals';
import { findConnection, type ConnectionSources } from './find-connection.ts';

const kept = {
  current: 'test',
  profiles: {
    test: { url: 'https://test', apiKey: 'yx_test' },
    prod: { url: 'https://prod', apiKey: 'yx_prod' },
    bare: { url: 'https://bare' },
  },
};
const find = (given: Partial<ConnectionSources>) =>
  findConnection({
    ...{ profiles: () => kept, profileName: undefined, url: undefined, apiKey: undefined },
    ...given,
  });

describe('which api is meant', () => {
  test('the profile in use, or the one that is named', () => {
    expect(find({})).toEqual({ url: 'https://test', apiKey: 'yx_test' });
    expect(find({ profileName: 'prod' })).toEqual({ url: 'https://prod', apiKey: 'yx_prod' });
  });

  test('the environment wins, together and one by one', () => {
    const both = { url: 'https://env', apiKey: 'yx_env' };
    expect(find(both)).toEqual(both);
    expect(find({ apiKey: 'yx_env' })).toEqual({ url: 'https://test', apiKey: 'yx_env' });
    expect(find({ url: 'https://test' })).toEqual({ url: 'https://test', apiKey: 'yx_test' });
  });

  test('with both in the environment no file is read', () => {
    const profiles = () => {
      throw new Error('read');
    };
    expect(() => find({ profiles, url: 'https://env', apiKey: 'yx_env' })).not.toThrow();
  });

  test('the key of a profile is never sent to another address', () => {
    expect(() => find({ url: 'https://elsewhere' })).toThrow(/no key for https:\/\/elsewhere/);
  });

  test.each([
    ['nothing is known', { profiles: () => ({ current: null, profiles: {} }) }, 2, /where the api/],
    ['the named profile is not there', { profileName: 'no' }, 2, /no profile no/],
    ['the profile has no key', { profileName: 'bare' }, 4, /bare has no key/],
  ])('%s: that is said, with the way out', (_what, given, exitCode, message) => {
    const failure = (() => {
      try {
        return find(given);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toMatchObject({ exitCode, cure: expect.stringContaining('yuexin profiles') });
    expect((failure as Error).message).toMatch(message);
  });
});
