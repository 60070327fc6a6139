import type { ExaminedEnvironment } from '@yuexin/config';
import { skipped, type Finding } from '../finding.ts';
import { judgePublicUrl, judgeReadiness, judgeWechat } from '../judge/judge-answer.ts';
import type { DoctorOptions } from '../read-doctor-options.ts';
import { ask } from './ask.ts';

/** What is reached over HTTP: WeChat, PUBLIC_URL, and the processes whose addresses were given. */
export async function checkOutside(
  examined: Pick<ExaminedEnvironment, 'wechatApiBaseUrl' | 'publicUrl'>,
  { apiUrls, workerUrls }: Pick<DoctorOptions, 'apiUrls' | 'workerUrls'>,
): Promise<Finding[]> {
  const found = await Promise.all([
    checkWechat(examined.wechatApiBaseUrl),
    examined.publicUrl === null ? [] : checkPublicUrl(examined.publicUrl),
    ...apiUrls.map((url) => checkService('Api', url)),
    ...workerUrls.map((url) => checkService('Worker', url)),
  ]);
  return found.flat();
}

/** Without user, password and query. */
const shown = (url: string): string => {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
};

async function checkWechat(baseUrl: string | null): Promise<Finding[]> {
  if (baseUrl === null) return [skipped('WeChat', 'WECHAT_API_BASE_URL cannot be read.')];
  const { protocol, hostname } = new URL(baseUrl);
  const isPlain = protocol === 'http:' && !/^(localhost|127\.|\[::1\])/.test(hostname);
  return judgeWechat({ where: shown(baseUrl), isPlain, answer: await ask(baseUrl) });
}

async function checkPublicUrl(url: string): Promise<Finding[]> {
  return [judgePublicUrl({ where: shown(url), answer: await ask(`${url}/livez`) })];
}

async function checkService(role: string, url: string): Promise<Finding[]> {
  const base = url.replace(/\/$/, '');
  return [judgeReadiness({ role, where: shown(url), answer: await ask(`${base}/readyz`) })];
}
