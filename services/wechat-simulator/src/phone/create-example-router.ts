import { AppError } from '@yuexin/errors';
import { Router } from 'express';
import { buildExample } from './build-example.ts';

/** The example mini program for the phone's browser, built at the first call. */
export function createExampleRouter(): Router {
  const router = Router();
  let building: ReturnType<typeof buildExample> | null = null;
  router.get('/{*file}', async (request, response) => {
    building ??= buildExample();
    const file = (await building)?.get(request.path);
    if (file === undefined) {
      throw new AppError('not-found', { message: 'There is no such file of an example.' });
    }
    response.type(file.type).send(file.body);
  });
  return router;
}
