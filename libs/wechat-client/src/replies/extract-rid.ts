const rid = /rid:\s*([0-9a-f]{8}(?:-[0-9a-f]{8}){2})/i;

/** WeChat's request id out of an errmsg (wechat-facts 2.1); null when there is none or it is empty. */
export function extractRid(errmsg: string): string | null {
  return rid.exec(errmsg)?.[1] ?? null;
}
