/** A request before it is bytes: every part may be as wrong as a text or bytes can be. */
export type Draft = {
  method: string;
  /** What stands between method and version, as it is written. */
  target: string;
  version: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
  /** False: nothing tells where the body ends but what `headers` say. */
  isLengthTold: boolean;
  /** The client hangs up in the middle or speaks no HTTP: an answer need not come. */
  mayGoUnanswered: boolean;
};

/** The bytes of a draft. Text goes out as UTF-8, whether it is allowed there or not. */
export function writeDraft(draft: Draft): Buffer {
  const { method, target, version, body } = draft;
  const length = draft.isLengthTold && body.length > 0 ? [['Content-Length', body.length]] : [];
  const lines = [...draft.headers, ...length].map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${method} ${target} ${version}\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'utf8'), body]);
}
