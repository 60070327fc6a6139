/** What went wrong quietly: for the page's own log. Nothing the helper does ever throws into the page. */
export type Problem = {
  where: 'login' | 'plan' | 'report' | 'ask' | 'settings' | 'storage';
  message: string;
};

export type Tell = (where: Problem['where'], error: unknown) => void;

/** The text of anything thrown, or of what `wx` failed with. */
export function textOf(error: unknown): string {
  const { message = error, errMsg = message } = Object(error) as Record<string, unknown>;
  return String(errMsg);
}

/** What was asked is not known to be done, and may succeed another time. */
export const away = (error: unknown) => ({ kind: 'away', reason: textOf(error) }) as const;
