import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../random.ts';
import { createRefusals } from './create-refusals.ts';

const refuse = createRefusals({ random: createRandom(1), now: () => new Date(0x6741_2345 * 1000) });
const textOf = (...input: Parameters<typeof refuse>): string =>
  (JSON.parse(refuse(...input).body) as { errmsg: string }).errmsg;
const rid = '67412345-[0-9a-f]{8}-[0-9a-f]{8}';

describe('refusals', () => {
  it('when a send is refused, then the rid follows a blank', () => {
    expect(textOf(43101)).toMatch(new RegExp(`^user refuse to accept the msg rid: ${rid}$`));
  });

  it('when a login is refused, then the rid follows a comma', () => {
    expect(textOf(40163)).toMatch(new RegExp(`^code been used, rid: ${rid}$`));
  });

  it('when a login is barred, then hints stand in place of a rid', () => {
    expect(textOf(40226)).toMatch(/^code blocked, hints: \[ req_id: \w{4}-\w{4} \]$/);
  });

  it('when data is refused, then the text is cut at 48 characters before the rid', () => {
    const detail = 'data.character_string1.value invalid';
    const cut = 'argument invalid! data.character_string1.value i';
    expect(cut).toHaveLength(48);
    expect(textOf(47003, { detail })).toMatch(new RegExp(`^${cut} rid: ${rid}$`));
    expect(textOf(47003, { detail: 'data.thing1.value is empty' })).toMatch(
      /^argument invalid! data\.thing1\.value is empty rid: /,
    );
  });

  it('when an address is refused, then it is named', () => {
    expect(textOf(40164, { ip: '203.0.113.5' })).toMatch(
      /^invalid ip 203\.0\.113\.5 ipv6 ::ffff:203\.0\.113\.5, not in whitelist rid: /,
    );
  });

  it('when a code has no known text, then it is still answered', () => {
    expect(refuse(99999)).toMatchObject({ errcode: 99999 });
    expect(textOf(99999)).toMatch(/ rid: /);
  });
});
