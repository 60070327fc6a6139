import type { Endpoint } from '../front/endpoint.ts';
import { clearQuotaEndpoint } from './clear-quota.ts';
import { codeToSessionEndpoint } from './code-to-session.ts';
import { getQuotaEndpoint } from './get-quota.ts';
import { getTemplateEndpoint } from './get-template.ts';
import { getUserPhoneNumberEndpoint } from './get-user-phone-number.ts';
import { listAddressesEndpoint } from './list-addresses.ts';
import { type SendDeps, sendSubscribeMessageEndpoint } from './send-subscribe-message.ts';
import { stableTokenEndpoint } from './stable-token.ts';
import { tokenEndpoint } from './token.ts';

/** Every path of WeChat's that is answered, by path. */
export function createEndpoints(deps: SendDeps): ReadonlyMap<string, Endpoint> {
  const byPath = new Map<string, Endpoint>();
  const isKnownPath = (path: string): boolean => byPath.has(path);
  const all = [
    tokenEndpoint(deps),
    stableTokenEndpoint(deps),
    codeToSessionEndpoint(deps),
    getUserPhoneNumberEndpoint(deps),
    sendSubscribeMessageEndpoint(deps),
    getTemplateEndpoint(),
    getQuotaEndpoint({ ...deps, isKnownPath }),
    clearQuotaEndpoint(deps),
    listAddressesEndpoint('/cgi-bin/get_api_domain_ip'),
    listAddressesEndpoint('/cgi-bin/getcallbackip'),
  ];
  for (const endpoint of all) byPath.set(endpoint.path, endpoint);
  return byPath;
}
