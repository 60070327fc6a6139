import { availableIn } from '../ledger/grant-cell.ts';
import type { World } from '../ledger/world.ts';

export type LedgerFilter = { appId?: string | undefined; openid?: string | undefined };

const isWanted = (filter: LedgerFilter, row: { appId: string; openid: string }): boolean =>
  (filter.appId === undefined || filter.appId === row.appId) &&
  (filter.openid === undefined || filter.openid === row.openid);

function* grantRows(world: World, filter: LedgerFilter): Generator {
  for (const user of world.usersById.values()) {
    if (!isWanted(filter, user)) continue;
    const { appId, openid } = user;
    for (const [templateId, cell] of user.grants) {
      yield { appId, openid, templateId, ...cell, available: availableIn(cell) };
    }
  }
}

function* sendRows(world: World, filter: LedgerFilter): Generator {
  for (const send of world.sends.values()) if (isWanted(filter, send)) yield send;
}

const pieceLength = 64 * 1024;

/** A JSON array piece by piece. */
function* arrayPieces(rows: Iterable<unknown>): Generator<string> {
  let piece = '[';
  let isFirst = true;
  for (const row of rows) {
    piece += (isFirst ? '\n' : ',\n') + JSON.stringify(row);
    isFirst = false;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}\n]`;
}

/** `GET /_sim/ledger` as text in pieces: grants and accepted sends as WeChat knows them, sends oldest first. */
export function* writeLedger(world: World, filter: LedgerFilter): Generator<string> {
  yield '{"grants":';
  yield* arrayPieces([...grantRows(world, filter)]);
  yield `,"sendsDropped":${world.sends.dropped},"sends":`;
  yield* arrayPieces([...sendRows(world, filter)]);
  yield '}\n';
}
