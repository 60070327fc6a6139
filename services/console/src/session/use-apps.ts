import { useSession } from './session-context.tsx';
import type { SessionApp } from './session.ts';

/** The apps of this session, by name. */
export const useApps = (): readonly SessionApp[] => useSession().session.apps;
