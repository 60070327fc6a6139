import { Readable } from 'node:stream';
import express, { Router } from 'express';
import { z } from 'zod';
import { appRoutes, type AppRouteDeps } from './app-routes.ts';
import { consentRoutes, type ConsentRouteDeps } from './consent-routes.ts';
import type { ControlRoute } from './control-route.ts';
import { faultRoutes, type FaultRouteDeps } from './fault-routes.ts';
import { parseInput } from './parse-input.ts';
import { recordRoutes, type RecordRouteDeps } from './record-routes.ts';
import { resetRoutes, type ResetRouteDeps } from './reset-routes.ts';
import { templateRoutes } from './template-routes.ts';
import { userRoutes, type UserRouteDeps } from './user-routes.ts';
import { writeLedger } from './write-ledger.ts';

export type ControlDeps = AppRouteDeps &
  UserRouteDeps &
  ConsentRouteDeps &
  RecordRouteDeps &
  FaultRouteDeps &
  ResetRouteDeps & { onChanged: () => void };

const LedgerQuery = z.object({ appId: z.string().optional(), openid: z.string().optional() });

const allRoutes = (deps: ControlDeps): ControlRoute[] => [
  ...appRoutes(deps),
  ...templateRoutes(deps.world),
  ...userRoutes(deps),
  ...consentRoutes(deps),
  ...recordRoutes(deps),
  ...faultRoutes(deps),
  ...resetRoutes(deps),
];

/** The endpoints under /_sim (contract 11). Bodies are JSON whatever their content type says. */
export function createControlRouter(deps: ControlDeps): Router {
  const router = Router();
  router.use(express.json({ limit: '4mb', type: () => true }));
  router.get('/ledger', (request, response) => {
    const filter = parseInput(LedgerQuery, request.query, '/query');
    response.type('application/json');
    Readable.from(writeLedger(deps.world, filter)).pipe(response);
  });
  for (const route of allRoutes(deps)) {
    router[route.method](route.path, async (request, response) => {
      const body: unknown = request.body;
      const params = request.params as Record<string, string>;
      const output = await route.answer({ params, query: request.query, body });
      if (route.method !== 'get') deps.onChanged();
      response.status(output.status).json(output.body);
    });
  }
  return router;
}
