import type { AnyBenchCase } from '../bench-case.ts';
import { batchAccept } from './batch-accept.ts';
import { burst } from './burst.ts';
import { consolePagesCase } from './console-pages.ts';
import { deadEndpoints } from './dead-endpoints.ts';
import { fiftyApps } from './fifty-apps.ts';
import { grantBurst } from './grant-burst.ts';
import { grantReports } from './grant-reports.ts';
import { hotUser } from './hot-user.ts';
import { longHistory } from './long-history.ts';
import { memory } from './memory.ts';
import { moreWorkers } from './more-workers.ts';
import { peerSenders } from './peer-senders.ts';
import { pickupLatency } from './pickup-latency.ts';
import { postgresQueue } from './postgres-queue.ts';
import { sendPipeline } from './send-pipeline.ts';
import { singleAccept } from './single-accept.ts';
import { slowUpstream } from './slow-upstream.ts';
import { tightLoop } from './tight-loop.ts';
import { wellEndpoint } from './well-endpoint.ts';

/** Every case, in the order in which they run and are shown. */
export const benchCases: readonly AnyBenchCase[] = [
  sendPipeline,
  slowUpstream,
  singleAccept,
  batchAccept,
  pickupLatency,
  moreWorkers,
  longHistory,
  grantReports,
  memory,
  postgresQueue,
  peerSenders,
  burst,
  grantBurst,
  hotUser,
  fiftyApps,
  tightLoop,
  deadEndpoints,
  wellEndpoint,
  consolePagesCase,
];
