import type { Json } from './api-bed.ts';

/** An operator's action: a call of it that succeeds, what it is audited as, and what its row must tell. */
export type AuditedAction = {
  action: string;
  call: () => Promise<{ path: string; body?: unknown; headers?: Record<string, string> }>;
  told?: Json;
};
