import { describe, expect, test } from '@jest/globals';
import { createApiBed } from './support/api-bed.ts';

const api = await createApiBed();

const policyOf = (text: string | null): Map<string, string> =>
  new Map(
    (text ?? '').split(';').map((directive) => {
      const [name = '', ...values] = directive.trim().split(' ');
      return [name, values.join(' ')];
    }),
  );

describe('every answer', () => {
  test.each([
    ['a page', '/docs', 200],
    ['a problem’s page', '/problems/no-grant', 200],
    ['an answer of the API', '/v1/pushes', 200],
    ['a refusal', '/v1/pushes?limit=0', 400],
    ['an address nobody knows', '/nowhere', 404],
    ['a probe', '/livez', 200],
  ])('%s forbids framing, sniffing and what is not ours', async (_what, path, status) => {
    const { headers, status: actual } = await api.call('GET', path);
    expect(actual).toBe(status);
    const policy = policyOf(headers.get('content-security-policy'));
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(policy.get('base-uri')).toBe("'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('strict-transport-security')).toContain('max-age=31536000');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.has('x-powered-by')).toBe(false);
    expect(headers.has('access-control-allow-origin')).toBe(false);
  });

  test('of the console allows styles by nonce alone, another one each time', async () => {
    const nonces = await Promise.all(
      ['/console', '/console/pushes'].map(async (path) => {
        const answer = await api.call('GET', path);
        const style = policyOf(answer.headers.get('content-security-policy')).get('style-src');
        expect(style).not.toContain('unsafe-inline');
        const [, nonce = ''] = /'nonce-([^']+)'/.exec(style ?? '') ?? [];
        expect(answer.text).toContain(nonce);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
    expect(nonces.every((nonce) => nonce.length >= 16)).toBe(true);
  });
});
