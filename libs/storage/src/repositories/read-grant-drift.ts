import type { Database } from '../database/open-database.ts';

/** How often WeChat refused a template's send (43101) although the ledger held a grant for it. */
export type GrantDrift = {
  templateId: string;
  /** Sends that met it. */
  times: number;
  /** Grants that were void in consequence. */
  voidedGrants: number;
  lastAt: Date;
};

/** Per template of the app, the worst first; templates without drift are not listed. Costs what happened between the two. */
export function readGrantDrift(
  database: Database,
  { appId, from, to }: { appId: string; from: Date; to: Date },
): Promise<GrantDrift[]> {
  return database.query<GrantDrift>(
    `select template_id as "templateId", count(*) as times, sum(voided)::bigint as "voidedGrants",
       max(at) as "lastAt"
     from grant_drift
     where app_id = $1 and at >= $2 and at < $3
     group by template_id
     order by count(*) desc, template_id`,
    [appId, from, to],
  );
}
