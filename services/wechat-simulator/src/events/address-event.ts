import { randomBytes, randomInt } from 'node:crypto';
import type { AppSettings } from '../ledger/app-settings.ts';
import { eventMembers, eventXml, xmlMember } from './render-event.ts';
import { encryptMessage, signParts } from './seal-message.ts';
import type { WechatEvent } from './wechat-event.ts';

export type EventPost = { url: string; contentType: string; body: string };
export type Stamp = { timestamp: string; nonce: string };

export const createStamp = (at: Date): Stamp => ({
  timestamp: String(Math.floor(at.getTime() / 1000)),
  nonce: String(randomInt(100_000_000, 2_000_000_000)),
});

const contentTypes = { json: 'application/json', xml: 'text/xml' } as const;

function withQuery(base: string, members: Readonly<Record<string, string>>): string {
  const url = new URL(base);
  for (const [name, value] of Object.entries(members)) url.searchParams.set(name, value);
  return url.href;
}

/** The signature that proves nothing about the body: token, timestamp, nonce. */
export const signStamp = (settings: AppSettings, { timestamp, nonce }: Stamp): string =>
  signParts([settings.messageToken ?? '', timestamp, nonce]);

const plainBody = (settings: AppSettings, event: WechatEvent): string =>
  settings.eventFormat === 'json'
    ? JSON.stringify(eventMembers(event))
    : `<xml>${eventXml(event)}</xml>`;

function sealedBody(settings: AppSettings, event: WechatEvent, encrypted: string): string {
  const isPlainKept = settings.eventMode === 'compatible';
  if (settings.eventFormat === 'json') {
    const members = isPlainKept ? eventMembers(event) : { ToUserName: event.toUserName };
    return JSON.stringify({ ...members, Encrypt: encrypted });
  }
  const kept = isPlainKept ? eventXml(event) : xmlMember('ToUserName', event.toUserName);
  return `<xml>${kept}${xmlMember('Encrypt', encrypted)}</xml>`;
}

/**
 * An event as it is posted to the app's event URL: format, mode and signatures by its settings (facts 5.5).
 * Plain mode signs the stamp; the other two sign the ciphertext as well.
 */
export function addressEvent(call: {
  settings: AppSettings;
  event: WechatEvent;
  stamp: Stamp;
}): EventPost {
  const { settings, event, stamp } = call;
  const contentType = contentTypes[settings.eventFormat];
  const base = settings.eventUrl ?? '';
  const signature = signStamp(settings, stamp);
  const query = { signature, ...stamp, openid: event.fromUserName };
  if (settings.eventMode === 'plain') {
    return { url: withQuery(base, query), contentType, body: plainBody(settings, event) };
  }
  const encrypted = encryptMessage({
    encodingAesKey: settings.encodingAesKey ?? '',
    appId: settings.appId,
    message: plainBody(settings, event),
    random: randomBytes(16),
  });
  const { timestamp, nonce } = stamp;
  const msgSignature = signParts([settings.messageToken ?? '', timestamp, nonce, encrypted]);
  const sealed = { ...query, encrypt_type: 'aes', msg_signature: msgSignature };
  const body = sealedBody(settings, event, encrypted);
  return { url: withQuery(base, sealed), contentType, body };
}
