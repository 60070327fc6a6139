// The bare door: parses the same JSON and answers 202. Checks, stores and queues nothing.
import express from 'express';
import { serve } from '../serve.mjs';

const app = express();
app.use(express.json());
app.post('/v1/pushes', (request, response) => {
  response.status(202).json({ id: 'psh_0', ...request.body });
});

serve({
  listen: () =>
    new Promise((resolve) => {
      const server = app.listen(0, '127.0.0.1', () => resolve(server.address().port));
    }),
});
