import type { ExaminedEnvironment } from '@yuexin/config';
import { failed, ok, warning, type Finding } from '../finding.ts';

const check = 'Configuration';
const wechatHost = 'api.weixin.qq.com';

type Examined = Pick<
  ExaminedEnvironment,
  'problems' | 'masterKeys' | 'wechatApiBaseUrl' | 'publicUrl' | 'isPrivateWebhookAllowed'
>;

/** One finding for each thing that is wrong or odd; one that says so when nothing is. */
export function judgeConfiguration(examined: Examined): Finding[] {
  const found = [
    ...examined.problems.map(({ message }) =>
      failed(check, `${message}.`, 'Set it as .env.example says.'),
    ),
    ...oddities(examined),
  ];
  return found.length > 0
    ? found
    : [ok(check, 'Every variable that api and worker read is right.')];
}

function oddities(examined: Examined): Finding[] {
  const { wechatApiBaseUrl, publicUrl, masterKeys } = examined;
  const isReal = wechatApiBaseUrl !== null && new URL(wechatApiBaseUrl).hostname === wechatHost;
  const isPublicUrlWrong = examined.problems.some(({ pointer }) => pointer === '/PUBLIC_URL');
  return [
    ...(isReal && publicUrl === null && !isPublicUrlWrong
      ? [
          warning(
            check,
            'PUBLIC_URL is not set, so the event URL that the console shows leads to localhost.',
            'Set PUBLIC_URL to where WeChat reaches the api.',
          ),
        ]
      : []),
    ...(isReal && examined.isPrivateWebhookAllowed
      ? [
          warning(
            check,
            'WEBHOOK_ALLOW_PRIVATE is on beside the real WeChat: a caller’s webhook may reach into your network.',
            'Unset WEBHOOK_ALLOW_PRIVATE in production.',
          ),
        ]
      : []),
    ...(masterKeys !== null && masterKeys.length > 1
      ? [
          warning(
            check,
            `MASTER_KEY lists ${masterKeys.length} keys: a rotation is under way.`,
            'Finish it as docs/security.md says, then leave only the first.',
          ),
        ]
      : []),
  ];
}
