// The naive sender: BullMQ, TypeORM with a `save` for each step, got. Meant well: it reserves the grant before the call, records
// the attempt before and after it, and a failed step makes BullMQ try again.
import { Queue, Worker } from 'bullmq';
import got from 'got';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { serve } from '../serve.mjs';
import { messageOf } from '../wechat.mjs';
import { Grant, Outcome, Push } from './entities.mjs';

const database = new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  entities: [Push, Grant, Outcome],
  synchronize: true,
});
const wechat = got.extend({ prefixUrl: process.env.WECHAT_URL, timeout: { request: 10_000 } });
const connection = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: null });
const options = { connection, prefix: 'naive' };
const queue = new Queue('push', options);

async function send({ data: { pushId } }) {
  const { manager } = database;
  const push = await manager.findOneByOrFail(Push, { id: pushId });
  if (push.state === 'sent') return;
  const grant = await manager.findOneByOrFail(Grant, { openid: push.openid, state: 'available' });
  grant.state = 'reserved';
  await manager.save(Grant, grant);
  push.state = 'sending';
  await manager.save(Push, push);
  const attempt = await manager.save(Outcome, { pushId, openid: push.openid });

  const text = await wechat
    .post('cgi-bin/message/subscribe/send', {
      searchParams: { access_token: 'bench-token-wxnaive' },
      json: push.message,
    })
    .text();

  attempt.errcode = JSON.parse(text).errcode;
  attempt.msgid = /"msgid":(\d+)/.exec(text)?.[1] ?? null;
  await manager.save(Outcome, attempt);
  grant.state = 'spent';
  await manager.save(Grant, grant);
  push.state = 'sent';
  await manager.save(Push, push);
}

const worker = new Worker('push', send, {
  ...options,
  autorun: false,
  concurrency: Number(process.env.CONCURRENCY),
  removeOnComplete: { count: 1000 },
});
worker.on('failed', (job, error) => console.error(job?.id, error.message));

/** Its pushes and grants are there before the clock runs. */
async function fill(count) {
  const ids = [];
  for (let first = 0; first < count; first += 1000) {
    const numbers = Array.from({ length: Math.min(1000, count - first) }, (_, n) => first + n);
    const messages = numbers.map(messageOf);
    const made = await database.manager.insert(
      Push,
      messages.map((message) => ({ openid: message.touser, message, state: 'queued' })),
    );
    ids.push(...made.identifiers.map(({ id }) => id));
    const grants = messages.map(({ touser }) => ({ openid: touser, state: 'available' }));
    await database.manager.insert(Grant, grants);
  }
  return ids;
}

serve({
  async open() {
    await database.initialize();
    await queue.pause();
    worker.run();
  },
  async add(count) {
    const ids = await fill(count);
    const attempts = { attempts: 5, backoff: { type: 'exponential', delay: 1000 } };
    await queue.addBulk(ids.map((pushId) => ({ name: 'send', data: { pushId }, opts: attempts })));
  },
  start: () => queue.resume(),
  /** Takes nothing more and finishes what is in hand. */
  async rest() {
    await queue.pause();
    while ((await queue.getActiveCount()) > 0)
      await new Promise((resume) => setTimeout(resume, 20));
  },
});
