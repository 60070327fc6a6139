const tails = [
  /(?:\s{0,4}[,，])?\s{0,4}rid:.*$/is,
  /(?:\s{0,4}[,，])?\s{0,4}hints?:\s{0,4}\[[^\]]{0,200}\]/i,
  /[,，]?\s{0,4}could get access_token by .*$/is,
];

/** An errmsg without its decoration: request ids, hints and advertisements (wechat-facts 2.1). For people and for grouping alarms, never to decide. */
export function stripErrmsg(errmsg: string): string {
  return tails.reduce((text, tail) => text.replace(tail, ''), errmsg).trim();
}

/**
 * The keyword that a 47003 names, or null. WeChat cuts the text at 48 characters, so that only the name can be relied on,
 * and even that may be cut (wechat-facts 2.1). Names are short: a longer one is cut, for it becomes part of a push's reason.
 */
export function keywordOfErrmsg(errmsg: string): string | null {
  return /\bdata\.(\w{1,64})/.exec(errmsg)?.[1] ?? null;
}
