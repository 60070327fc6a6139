/** Whether the api answers, as everybody on the page sees it. `blind`: it does, but has no figures, as its database does not. */
export type ConnectionState = 'connected' | 'blind' | 'lost';

/** A tiny store: the banner listens, the live stream and failed calls tell. */
function createConnection() {
  let state: ConnectionState = 'connected';
  const listeners = new Set<() => void>();
  const set = (next: ConnectionState): void => {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    read: (): ConnectionState => state,
    lost: () => set('lost'),
    blind: () => set('blind'),
    found: () => set('connected'),
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export const connection = createConnection();
