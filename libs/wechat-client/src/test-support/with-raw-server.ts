import { createWechatClient, type WechatClientOptions } from '../create-wechat-client.ts';
import type { WechatClient } from '../wechat-client.ts';
import { createRawServer, type RawServer, type RawServerOptions } from './create-raw-server.ts';
import { createRecordingLogger, type RecordingLogger } from './create-recording-logger.ts';

type Open = { client: WechatClient; server: RawServer; logger: RecordingLogger };
type Options = RawServerOptions & { client?: Partial<WechatClientOptions> };

/** Runs a test with a raw server and a real client of it, and closes both. */
export async function withRawServer<T>(
  options: Options,
  test: (open: Open) => Promise<T>,
): Promise<T> {
  const server = await createRawServer(options);
  const logger = createRecordingLogger();
  const client = createWechatClient({
    baseUrl: server.url,
    logger,
    timeouts: { connectMs: 1_000, requestMs: 5_000 },
    ...options.client,
  });
  try {
    return await test({ client, server, logger });
  } finally {
    await server.close();
    await client.close();
  }
}
