/** An attempt as far as the ledger knows it: it may have been sent, and nothing tells which message it is. */
export type Silent = { pushId: number; at: number };
/** A sent event whose msgid nobody knows. */
export type Untold = { at: number };

type Pairing = <S extends Silent, E extends Untold>(
  silents: readonly S[],
  events: readonly E[],
) => [E, S][];

/** Design 5 to the letter: each event goes to the oldest attempt it may be of. Kept to be measured against. */
export const pairWithEldest: Pairing = (silents, events) => {
  const left = [...silents].sort((a, b) => a.at - b.at);
  return [...events]
    .sort((a, b) => a.at - b.at)
    .flatMap((event) => {
      const found = left.findIndex(({ at }) => at <= event.at);
      return found < 0 ? [] : [[event, left.splice(found, 1)[0]!] as const];
    })
    .map(([event, silent]) => [event, silent]);
};

/**
 * ADR 0013: an event is paired where the attempts it may be of are all of one push, and where as many events share some
 * attempts as these are; then all of them went out. Otherwise it waits. One step; asked again until it answers nothing.
 */
export const pairWhatIsProven: Pairing = (silents, events) => {
  const candidates = [...silents].sort((a, b) => a.at - b.at);
  const told = [...events]
    .sort((a, b) => a.at - b.at)
    .map((event) => ({ event, room: candidates.filter(({ at }) => at <= event.at).length }))
    .filter(({ room }) => room > 0);
  const full = told.findIndex(({ room }, index) => room === index + 1);
  if (full >= 0) {
    return told.slice(0, full + 1).map(({ event }, index) => [event, candidates[index]!]);
  }
  const alone = told.find(({ room }) => {
    const pushIds = new Set(candidates.slice(0, room).map(({ pushId }) => pushId));
    return pushIds.size === 1;
  });
  return alone === undefined ? [] : [[alone.event, candidates[0]!]];
};
