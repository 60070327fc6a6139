/** `skipped`: could not be looked at, because something before it failed. */
export type CheckStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/** What one look found. Both texts are whole sentences and hold no secret. */
export type Finding = {
  /** What was looked at. */
  check: string;
  status: CheckStatus;
  detail: string;
  /** Null where there is nothing to do. */
  todo: string | null;
};

export const ok = (check: string, detail: string): Finding => ({
  ...{ check, status: 'ok', detail, todo: null },
});

export const warning = (check: string, detail: string, todo: string): Finding => ({
  ...{ check, status: 'warning', detail, todo },
});

export const failed = (check: string, detail: string, todo: string): Finding => ({
  ...{ check, status: 'failed', detail, todo },
});

export const skipped = (check: string, detail: string): Finding => ({
  ...{ check, status: 'skipped', detail, todo: null },
});
