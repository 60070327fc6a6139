import type { Random } from '../random.ts';
import type { Answer } from './answer.ts';
import { errcodeText } from './errcode-texts.ts';

type RefusalOptions = {
  /** Goes between the text and the tail. */
  detail?: string;
  /** In place of the usual text. */
  text?: string;
  ip?: string;
};
/** Makes the body of a refusal: errcode and errmsg with the tail it is seen with (facts 2.1). */
export type Refuse = (errcode: number, options?: RefusalOptions) => Answer;

/** These were seen with a comma before the rid. */
const withComma = new Set([40013, 40029, 40125, 40163, 41002, 41004, 41008]);
/** 47003 texts are cut here, before the rid. */
const dataTextLimit = 48;

export function createRefusals(deps: { random: Random; now: () => Date }): Refuse {
  const hex8 = (): string =>
    Math.floor(deps.random.next() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  const rid = (): string => {
    const seconds = Math.floor(deps.now().getTime() / 1000);
    return `${seconds.toString(16).padStart(8, '0')}-${hex8()}-${hex8()}`;
  };
  const tailOf = (errcode: number): string => {
    if (errcode === 40226)
      return `, hints: [ req_id: ${hex8().slice(0, 4)}-${hex8().slice(0, 4)} ]`;
    return withComma.has(errcode) ? `, rid: ${rid()}` : ` rid: ${rid()}`;
  };
  return (errcode, options = {}) => {
    const text = options.text ?? errcodeText(errcode, options.ip ?? '127.0.0.1');
    const full = options.detail === undefined ? text : `${text} ${options.detail}`;
    const shown = errcode === 47003 ? full.slice(0, dataTextLimit) : full;
    return { errcode, body: JSON.stringify({ errcode, errmsg: shown + tailOf(errcode) }) };
  };
}
