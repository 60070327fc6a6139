// A push service as it is often written: take the request, put it on the queue, answer 202.
import { Queue } from 'bullmq';
import express from 'express';

const queue = new Queue('push', { connection: { url: process.env.REDIS_URL } });
queue.on('error', (error) => console.error(error.message));

const app = express();
app.use(express.json());

app.post('/push', async (request, response) => {
  const { appId, openid, templateId, page, data } = request.body;
  if (!appId || !openid || !templateId || !data) {
    response.status(400).json({ error: 'appId, openid, templateId and data are required' });
    return;
  }
  // The caller's key makes a repeated request one job, as BullMQ's documentation advises.
  const jobId = request.get('Idempotency-Key');
  const job = await queue.add(
    'send',
    { appId, openid, templateId, page, data },
    { jobId, attempts: 5, backoff: { type: 'exponential', delay: 1000 } },
  );
  response.status(202).json({ id: job.id });
});

app.get('/livez', (_request, response) => response.json({ status: 'ok' }));
app.listen(Number(process.env.PORT), '127.0.0.1');
