import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createApiBed } from './support/api-bed.ts';

const directory = await mkdtemp(path.join(tmpdir(), 'yuexin-console-'));
const api = await createApiBed({ consoleDirectory: directory });
afterAll(() => rm(directory, { recursive: true }));

const get = (at: string, headers: Record<string, string> = {}) =>
  api.call('GET', at, { key: null, headers });
const index = `<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><script type="module" src="/console/assets/index-1a2b.js"></script>`;
const script = `export const words = ${JSON.stringify('约信'.repeat(5000))};`;

async function build(): Promise<void> {
  await mkdir(path.join(directory, 'assets'), { recursive: true });
  await writeFile(path.join(directory, 'index.html'), index);
  await writeFile(path.join(directory, 'assets/index-1a2b.js'), script);
  await writeFile(path.join(directory, 'logo.svg'), '<svg/>');
}

describe('/console', () => {
  beforeEach(build);

  test.each(['/console', '/console/', '/console/pushes/psh_1', '/console/index.html'])(
    'when %s is opened, then the page comes, never kept, under a policy with its own nonce',
    async (at) => {
      const [first, second] = [await get(at), await get(at)];
      expect(first.status).toBe(200);
      expect(first.headers.get('cache-control')).toBe('no-store');
      const nonces = [first, second].map(({ text }) => /content="([^"]+)"/.exec(text)![1]!);
      expect(nonces[0]).toMatch(/^[A-Za-z0-9+/]{22}==$/);
      expect(nonces[0]).not.toBe(nonces[1]);
      const policy = first.headers.get('content-security-policy')!.split('; ');
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          `style-src 'self' 'nonce-${nonces[0]}'`,
          "connect-src 'self'",
          "frame-ancestors 'none'",
        ]),
      );
      expect(policy.join()).not.toContain('unsafe');
    },
  );

  test('when a built file is asked for, then browsers keep it for good, and it travels compressed', async () => {
    const file = await get('/console/assets/index-1a2b.js', { 'accept-encoding': 'gzip' });
    expect([file.status, file.text]).toEqual([200, script]);
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(file.headers.get('content-encoding')).toBe('gzip');
    expect(file.headers.get('content-type')).toContain('text/javascript');
    expect((await get('/console/logo.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  test('when a file is not there, then 404 and never the page in its place', async () => {
    expect((await get('/console/assets/gone-3c4d.js')).status).toBe(404);
    expect((await get('/console/assets/..%2f..%2fpackage.json')).status).toBe(404);
  });

  test('when the path leaves the folder, then nothing of it is told', async () => {
    for (const at of ['/console/..%2f..%2fpackage.json', '/console/%2e%2e/%2e%2e/package.json'])
      expect((await get(at)).text).not.toContain('workspaces');
  });

  test('when the queues are asked for, then the console does not answer in their place', async () => {
    expect((await get('/console/queues')).status).toBe(401);
    expect((await get('/console/queuesque')).status).toBe(200);
  });

  test('when it is not built yet, then it says so in both languages; once built, it comes without a restart', async () => {
    await rm(path.join(directory, 'index.html'));
    const page = await get('/console/pushes');
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(page.text).toContain('控制台正在构建');
    expect(page.text).toContain('npm run build');
    await build();
    expect((await get('/console/pushes')).status).toBe(200);
  });

  test('when something is posted to it, then there is nothing', async () => {
    expect((await api.call('POST', '/console/pushes', { key: null })).status).toBe(404);
  });
});
