/** The upstream of `npm run bench`, in a process of its own: answers like WeChat, counts, and posts sent events. */
import type { AddressInfo } from 'node:net';
import { answerParent } from './bench/processes/answer-parent.ts';
import { createUpstream } from './bench/upstream/create-upstream.ts';
import { serveHttp } from './bench/upstream/serve-http.ts';

const upstream = createUpstream();
const server = serveHttp(upstream.answer);
const listening = new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

answerParent({
  listen: async () => {
    await listening;
    return (server.address() as AddressInfo).port;
  },
  configure: upstream.configure,
  reset: upstream.reset,
  read: upstream.read,
  waitForSends: upstream.waitForSends,
  waitFor: upstream.waitFor,
  delayOf: upstream.delayOf,
});
