/** What a token that once was good draws: replaced or killed, garbled, expired. */
export type TokenRefusal = 40001 | 40014 | 42001;

export type TokenRecord = {
  token: string;
  appId: string;
  endsAt: number;
  endsAs: TokenRefusal;
};

/** The two kinds are separate: neither endpoint touches the other's (facts 1.2). */
export type AppTokens = {
  classic: TokenRecord | null;
  stable: TokenRecord | null;
  forced: { at: number; day: number; count: number };
  /** Every token issued and still remembered, oldest first. */
  trail: string[];
};

export const noTokens = (): AppTokens => ({
  classic: null,
  stable: null,
  forced: { at: 0, day: 0, count: 0 },
  trail: [],
});
