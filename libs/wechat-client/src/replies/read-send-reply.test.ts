import { describe, expect, test } from '@jest/globals';
import { readSendReply } from './read-send-reply.ts';

const read = (body: string, httpStatus = 200, secrets: string[] = []) =>
  readSendReply({ httpStatus, body: Buffer.from(body), secrets });

describe('readSendReply', () => {
  test.each([
    ['{"errcode":0,"errmsg":"ok","msgid":1988810812324364291}', '1988810812324364291'],
    ['{"errcode":0,"errmsg":"ok","msgid":"1988810812324364291"}', '1988810812324364291'],
    ['{"errcode":"0","errmsg":"ok","msgid":42}', '42'],
    ['{"errcode":0,"errmsg":"ok"}', null],
    ['{"errcode":0,"msgid":null}', null],
    ['{"errcode":0,"msgid":"x"}', null],
    ['{"msgid":1988810812324364291}', '1988810812324364291'],
  ])('when WeChat answers %s, then it was accepted with msgid %p', (body, msgid) => {
    expect(read(body).outcome).toEqual({ kind: 'accepted', msgid });
  });

  test.each([
    [
      '{"errcode":43101,"errmsg":"user refuse to accept the msg rid: 0a0b0c0d-00000000-11111111"}',
      200,
      43101,
      '0a0b0c0d-00000000-11111111',
    ],
    [
      '{"errcode":"47003","errmsg":"argument invalid! data.thing1.value i rid: "}',
      200,
      47003,
      null,
    ],
    [
      '{"errcode":-1,"errmsg":"system error hint: [abc] rid:66aa0011-22bb33cc-44dd55ee"}',
      200,
      -1,
      '66aa0011-22bb33cc-44dd55ee',
    ],
    ['{"errcode":40001}', 200, 40001, null],
    ['{"errcode":48001,"errmsg":"api unauthorized"}', 403, 48001, null],
  ])(
    'when WeChat refuses with %s (HTTP %i), then errcode and rid are read',
    (body, status, errcode, rid) => {
      expect(read(body, status).outcome).toMatchObject({ kind: 'refused', errcode, rid });
    },
  );

  test.each([
    ['{"errcode":0,"msgid":1}', 500],
    ['{"errcode":0,"msgid":1}', 403],
    ['{"errcode":43101}', 503],
    ['{"errcode":1.5}', 200],
    ['{"errcode":3000000000}', 200],
    ['{"errcode":[]}', 200],
    ['{}', 200],
    ['', 204],
    ['', 304],
  ])('when the answer is %s with HTTP %i, then it is unconfirmed', (body, httpStatus) => {
    expect(read(body, httpStatus).outcome).toMatchObject({ kind: 'unconfirmed', httpStatus });
  });

  test('when the errmsg holds what cannot be stored or must not be, then it is taken out', () => {
    const errmsg = String.raw`bad\u0000 \ud800 tok+en tok%2Ben ${'x'.repeat(600)}`;
    const { outcome } = read(`{"errcode":40001,"errmsg":"${errmsg}"}`, 200, ['tok+en']);
    const kept = outcome.kind === 'refused' ? outcome.errmsg : '';
    expect(kept).toMatch(/^bad {2}\ufffd \[redacted\] \[redacted\] x+$/);
    expect(kept).toHaveLength(500);
  });
});
