import type { Session } from './session.ts';

/** As `/v1/console/session` answers. */
export type WireSession = Omit<Session, 'caller' | 'callerId'> & {
  caller: { id: string; name: string };
};

/** What the pages need of it. */
export function readWireSession({ caller, ...rest }: WireSession): Session {
  return { ...rest, callerId: caller.id, caller: caller.name };
}
