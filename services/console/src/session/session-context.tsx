import { createContext, useContext } from 'react';
import { isAllowed, type Need, type Session } from './session.ts';

export type SessionHold = {
  session: Session;
  /** Ends it, here and at the api. */
  leave: () => Promise<void>;
  /** Asks the api whether it still holds; asks for a key when it does not. Never rejects. */
  check: () => Promise<void>;
};

export const SessionContext = createContext<SessionHold | null>(null);

/** Who is signed in; the pages below the gate always have somebody. */
export function useSession(): SessionHold {
  const hold = useContext(SessionContext);
  if (hold === null) throw new Error('useSession belongs inside SessionGate.');
  return hold;
}

/** Whether a button is shown; the api refuses what one may not do in any case. */
export function useMay(need: Need): boolean {
  return isAllowed(useSession().session, need);
}
