/** Everything the audit compares, read when the run is quiet. Instants are milliseconds. */
export type AuditFacts = {
  now: number;
  /** Pushes that a caller was told are accepted. */
  accepted: readonly { tag: string; pushIds: readonly string[] }[];
  /** Codes of what callers were told is refused, by tag. */
  refused: ReadonlyMap<string, string>;
  pushes: readonly PushFact[];
  grants: readonly GrantFact[];
  slots: readonly { openid: string; pushId: string; until: number }[];
  /** Sends as WeChat accepted them. */
  sends: readonly SendFact[];
  /** Messages as the users' phones show them, by tag. */
  shown: ReadonlyMap<string, number>;
  /** Grants as WeChat counts them. */
  cells: readonly CellFact[];
  /** For each key: "allow" that the mini program reported, and that an event of WeChat's told us. */
  evidence: ReadonlyMap<string, { reported: number; witnessed: number }>;
};

export type PushFact = {
  id: string;
  tag: string;
  key: string;
  state: string;
  reason: string | null;
  onUnconfirmed: string;
  grantId: string | null;
  dueAt: number;
  leaseUntil: number | null;
  expiresAt: number;
  /** It reached its end unconfirmed, and nothing has told since what became of it: called neither sent nor not sent. */
  isUnknown: boolean;
  /** Its app or template rests, so that it waits for something real. */
  isPaused: boolean;
};

export type GrantFact = {
  id: string;
  key: string;
  state: string;
  pushId: string | null;
  isStanding: boolean;
};

export type SendFact = { tag: string; key: string; at: number };

export type CellFact = {
  key: string;
  granted: number;
  spent: number;
  available: number;
  isStanding: boolean;
};

/** One name for (app, openid, template) on both sides. */
export const grantKey = (of: { appId: string; openid: string; templateId: string }): string =>
  `${of.appId} ${of.openid} ${of.templateId}`;

/** A row that breaks a rule. */
export type Finding = { subject: string; says: string };
