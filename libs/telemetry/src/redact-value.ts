import { describeError } from './describe-error.ts';
import { redactText } from './redact-text.ts';

const redacted = '[redacted]';
const deepest = 8;
const longestArray = 100;
const longestText = 8000;

const secretKey =
  /secret|password|passwd|authorization|cookie|credential|masterkey|privatekey|apikey|adminkey|aeskey|jscode|^session|^key$|tokens?$/;
const isSecretKey = (key: string): boolean =>
  secretKey.test(key.toLowerCase().replace(/[^a-z]/g, ''));
const isPhoneKey = (key: string): boolean => /phone/i.test(key) && !/masked$/i.test(key);

function redactMember(key: string, value: unknown, depth: number): unknown {
  // A flag tells nothing: hasMessageToken, phoneBound.
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (isPhoneKey(key)) return redacted;
  if (isSecretKey(key) && typeof value !== 'number') return redacted;
  return redactAt(value, depth);
}

function redactObject(value: object, depth: number): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Error) return describeError(value, (inner) => redactAt(inner, depth + 1));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof URL) return redactText(value.href);
  if (depth >= deepest) return '[deeper]';
  if (value instanceof Set) return redactObject([...(value as Set<unknown>)], depth);
  if (value instanceof Map) {
    const members: object = Object.fromEntries(value as Map<string, unknown>);
    return redactObject(members, depth);
  }
  if (Array.isArray(value)) {
    return value.slice(0, longestArray).map((item) => redactAt(item, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, redactMember(key, inner, depth + 1)]),
  );
}

function redactAt(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return redactText(value.length > longestText ? `${value.slice(0, longestText)}…` : value);
    case 'bigint':
      return value.toString();
    case 'function':
    case 'symbol':
      return `[${typeof value}]`;
    case 'object':
      return value === null ? null : redactObject(value, depth);
    default:
      return value;
  }
}

/**
 * A copy fit for a log line: members with secret or phone names replaced, texts redacted, errors described, bytes counted,
 * depth and length bounded (so that a cycle ends). The value itself is not changed.
 */
export function redactValue(value: unknown): unknown {
  return redactAt(value, 0);
}

/** The same for the fields of one line, later ones winning; what cannot be read (a throwing getter) is said, not thrown. */
export function redactFields(
  ...sources: readonly (Readonly<Record<string, unknown>> | undefined)[]
): Record<string, unknown> {
  try {
    return redactAt(Object.assign({}, ...sources), 0) as Record<string, unknown>;
  } catch {
    // A log line must never break the code that writes it.
    return { fields: '[unreadable]' };
  }
}
