import fc from 'fast-check';
import type { FuzzOperation } from '../doors/fuzz-operation.ts';
import type { FuzzWorld } from '../world/fuzz-world.ts';
import type { Draft } from './draft.ts';
import { hostileText } from './hostile-values.ts';
import type { SchemaBook } from './json-schema.ts';
import { WorldValue, writeJson } from './raw-json.ts';
import { spoilBytes } from './spoil-bytes.ts';
import { spoilValue } from './spoil-value.ts';
import { spoilWire, type Spoiler } from './spoil-wire.ts';
import { drawMember, valueOfSchema } from './value-of-schema.ts';

/** A request that waits for the ids of the running world. */
export type DrawnRequest = { operation: FuzzOperation; draft: (world: FuzzWorld) => Draft };

type DrawnParameter = { in: string; name: string; value: unknown };

/**
 * One request: right, with parameters or values spoilt, or spoilt as bytes and on the wire. What it is of follows from the
 * seed alone; the ids in it are those of the world at that moment.
 */
export function drawRequest(input: {
  operations: readonly FuzzOperation[];
  book: SchemaBook;
  worldNames: ReadonlySet<string>;
}): fc.Arbitrary<DrawnRequest> {
  const ofOperation = new Map(
    input.operations.map((operation) => [operation, drawOperation(operation, input)]),
  );
  return fc
    .constantFrom(...input.operations)
    .chain((operation) => ofOperation.get(operation) ?? drawOperation(operation, input));
}

function drawOperation(
  operation: FuzzOperation,
  input: { book: SchemaBook; worldNames: ReadonlySet<string> },
): fc.Arbitrary<DrawnRequest> {
  return fc
    .record({
      parameters: drawParameters(operation, input),
      body: drawBody(operation, input),
      extraQuery: drawExtraQuery,
      isNobody: rarely(12),
      wire: fc.oneof(
        { weight: 3, arbitrary: fc.constant<Spoiler[]>([]) },
        { weight: 2, arbitrary: spoilWire },
      ),
    })
    .map((drawn) => ({
      operation,
      draft: (world: FuzzWorld) => {
        const right = toDraft({ operation, world, ...drawn });
        return drawn.wire.reduce((draft, spoil) => spoil(draft), right);
      },
    }));
}

const rarely = (oneIn: number): fc.Arbitrary<boolean> =>
  fc.nat({ max: oneIn - 1 }).map((drawn) => drawn === 0);

function drawParameters(
  { parameters }: FuzzOperation,
  given: { book: SchemaBook; worldNames: ReadonlySet<string> },
): fc.Arbitrary<DrawnParameter[]> {
  const each = parameters.map(({ in: place, name, schema }) => {
    const spoilt: fc.Arbitrary<unknown> = hostileText;
    const value = fc.oneof(
      { weight: 9, arbitrary: drawMember(name, schema, given) },
      { weight: 1, arbitrary: spoilt },
    );
    const mayLack = place === 'path' ? [] : [fc.constant(undefined), fc.constant(undefined)];
    const wanted = fc.oneof(...mayLack, value);
    return wanted.map((drawn) => ({ in: place, name, value: drawn }));
  });
  return fc.tuple(...each).map((drawn) => drawn.filter(({ value }) => value !== undefined));
}

/** A writer of the body's bytes. */
type WriteBody = (world: FuzzWorld) => Buffer;

function drawBody(
  operation: FuzzOperation,
  given: { book: SchemaBook; worldNames: ReadonlySet<string> },
): fc.Arbitrary<WriteBody> {
  const { body } = operation;
  if (body === null)
    return fc.oneof(
      { weight: 9, arbitrary: fc.constant<WriteBody>(() => Buffer.alloc(0)) },
      {
        weight: 1,
        arbitrary: hostileText.map(
          (text): WriteBody =>
            () =>
              Buffer.from(text),
        ),
      },
    );
  const right = body === 'signed-event' ? drawEvent() : valueOfSchema(body, given);
  const value = fc.oneof(right, right, spoilValue(right));
  const write = value.map(
    (drawn): WriteBody =>
      (world) =>
        Buffer.from(
          writeJson(drawn, (name) => world.valueOf(name)),
          'utf8',
        ),
  );
  return fc.oneof(
    { weight: 8, arbitrary: write },
    {
      weight: 1,
      arbitrary: fc.tuple(write, spoilBytes).map(
        ([inner, spoil]): WriteBody =>
          (world) =>
            spoil(inner(world)),
      ),
    },
  );
}

const texts = (...all: string[]): fc.Arbitrary<string> => fc.constantFrom(...all);

/** An event as WeChat writes it; its signature is made when it is sent. */
function drawEvent(): fc.Arbitrary<unknown> {
  const item = fc.record(
    {
      TemplateId: fc.constant(new WorldValue('templateId')),
      SubscribeStatusString: texts('accept', 'reject', 'ban'),
      PopupScene: texts('0', '1'),
      MsgID: fc.oneof(fc.nat(), fc.bigInt({ min: 0n, max: 10n ** 25n }).map(String)),
      ErrorCode: texts('0', '1', '43101'),
      ErrorStatus: texts('success', 'failed'),
    },
    { requiredKeys: ['TemplateId'] },
  );
  const name = texts('subscribe_msg_popup_event', 'subscribe_msg_change_event').map(String);
  return fc.record({
    ToUserName: fc.constant('gh_fuzz'),
    FromUserName: fc.constant(new WorldValue('openid')),
    CreateTime: fc
      .integer({ min: -100_000, max: 1_000 })
      .map((offset) => Math.floor(Date.now() / 1_000) + offset),
    MsgType: fc.constant('event'),
    Event: fc.oneof(name, fc.constant('subscribe_msg_sent_event')),
    List: fc.oneof(item, fc.array(item, { maxLength: 3 })),
  });
}

const drawExtraQuery: fc.Arbitrary<string> = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['__proto__[isAdmin]=1', 'constructor=1', 'limit=1&limit=2', 'limit[]=1', '&&&=&', '=1'],
      ...[
        'a%',
        '%zz=%',
        '%C0%AF=1',
        '%ED%A0%80=1',
        'x'.repeat(6_000),
        '?a?b',
        'cursor=%00',
        '😀=1',
      ],
      ...[Array.from({ length: 2_500 }, (_, at) => `a${at}=1`).join('&')],
    ),
  },
);

function toDraft(input: {
  operation: FuzzOperation;
  world: FuzzWorld;
  parameters: readonly DrawnParameter[];
  body: WriteBody;
  extraQuery: string;
  isNobody: boolean;
}): Draft {
  const { operation, world, parameters } = input;
  const textOf = (value: unknown): string =>
    value instanceof WorldValue
      ? world.valueOf(value.name)
      : typeof value === 'string'
        ? value
        : value === undefined
          ? 'undefined'
          : JSON.stringify(value);
  let path = operation.path;
  const query: string[] = [];
  const own: [string, string][] = [];
  for (const parameter of parameters) {
    const text = textOf(parameter.value);
    if (parameter.in === 'path') path = path.replaceAll(`{${parameter.name}}`, encode(text));
    else if (parameter.in === 'query') query.push(`${parameter.name}=${encode(text)}`);
    else own.push([parameter.name, text.replace(/[\r\n]/g, ' ')]);
  }
  const body = input.body(world);
  const isEvent = operation.body === 'signed-event';
  if (isEvent && !input.isNobody) query.push(world.signEvent());
  if (input.extraQuery !== '') query.push(input.extraQuery);
  const search = query.length === 0 ? '' : `?${query.join('&')}`;
  const shown = input.isNobody ? [] : world.headersOf(operation.credential);
  return {
    ...{ method: operation.method, target: path + search, version: 'HTTP/1.1', body },
    headers: [
      ['Host', world.hostOf(operation.door)],
      ['Connection', 'close'],
      ...shown,
      ...(body.length > 0 ? [['Content-Type', operation.mediaType] as const] : []),
      ...own,
    ],
    isLengthTold: true,
    mayGoUnanswered: false,
  };
}

/** Half characters have no percent-encoding: as the bytes a careless client would write. */
function encode(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (/[\w.~-]/.test(character)) return character;
      return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
