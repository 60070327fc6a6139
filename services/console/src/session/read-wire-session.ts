import type { Session, SessionApp } from './session.ts';

/** As `/v1/console/session` answers. `apps`: null for all; ids, or ids with names. */
export type WireSession = Omit<Session, 'caller' | 'apps'> & {
  caller: { id: string; name: string };
  apps: null | readonly (string | SessionApp)[];
};

/** An app that came without its name is called by its id. */
export function readWireSession(wire: WireSession): Session {
  return {
    ...wire,
    caller: wire.caller.name,
    apps:
      wire.apps?.map((app) => (typeof app === 'string' ? { appId: app, name: app } : app)) ?? null,
  };
}
