import { tell } from '../front/answer.ts';
import type { TokenEndpoint } from '../front/endpoint.ts';

const addresses = ['127.0.0.1'];

/** GET of WeChat's own addresses: where it is called, where its events come from (facts 1.8). */
export const listAddressesEndpoint = (
  path: '/cgi-bin/get_api_domain_ip' | '/cgi-bin/getcallbackip',
): TokenEndpoint => ({
  path,
  method: 'GET',
  wrongMethodErrcode: 43001,
  access: 'token',
  answer: () => tell({ ip_list: addresses }),
});
