import { createHash, randomBytes } from 'node:crypto';
import { emptyCell, type GrantCell } from './grant-cell.ts';

/** A message as the user's phone shows it. */
export type InboxMessage = {
  msgid: string;
  templateId: string;
  title: string;
  items: readonly { key: string; label: string; value: string }[];
  page: string | null;
  miniprogramState: string;
  lang: string;
  at: string;
};

/** One person in one app. */
export type SimUser = {
  userId: string;
  appId: string;
  openid: string;
  nickname: string;
  /** E.164. */
  phone: string | null;
  unionid: string | null;
  /** WeChat takes the user for high-risk and bars the login (40226). */
  isBlocked: boolean;
  /** "Receive notifications" as a whole. */
  hasMainSwitchOn: boolean;
  /** Standing choices by template ("always keep"). */
  choices: Map<string, 'accept' | 'reject'>;
  grants: Map<string, GrantCell>;
  inbox: InboxMessage[];
  logins: { minute: number; count: number };
};

const inboxLimit = 50;

export const putInInbox = (user: SimUser, message: InboxMessage): void => {
  user.inbox.push(message);
  if (user.inbox.length > inboxLimit) user.inbox.shift();
};

export function cellOf(user: SimUser, templateId: string): GrantCell {
  const known = user.grants.get(templateId);
  if (known !== undefined) return known;
  const cell = emptyCell();
  user.grants.set(templateId, cell);
  return cell;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** 28 characters beginning with `o`. The same phone in the same app always has the same one, also after a reset. */
export function openidFor(person: { appId: string; phone: string | null }): string {
  const seed = person.phone === null ? randomBytes(32) : digest(`${person.appId}|${person.phone}`);
  return `o${seed.toString('base64url').slice(0, 27)}`;
}

export const userIdFor = (person: { appId: string; openid: string }): string =>
  `usr_${digest(`${person.appId}|${person.openid}`).toString('hex').slice(0, 20)}`;
