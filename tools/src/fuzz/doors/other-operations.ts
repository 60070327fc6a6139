import type { JsonSchema } from '../draw/json-schema.ts';
import type { Credential, DoorName, FuzzOperation, FuzzParameter } from './fuzz-operation.ts';

const text = { type: 'string', maxLength: 40 } as const;
const count = { type: 'integer', minimum: 0, maximum: 50 } as const;
const object = (
  properties: Record<string, JsonSchema>,
  required: string[] = Object.keys(properties),
): JsonSchema => ({ type: 'object', properties, required });

type Row = [
  method: string,
  path: string,
  body?: JsonSchema | null,
  query?: Record<string, JsonSchema>,
];

function operationOf(door: DoorName, credential: Credential, row: Row): FuzzOperation {
  const [method, path, body = null, query = {}] = row;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): FuzzParameter => ({
    in: 'path',
    name,
    schema: text,
  }));
  const inQuery = Object.entries(query).map(([name, schema]): FuzzParameter => ({
    in: 'query',
    name,
    schema,
  }));
  return {
    ...{ door, credential, method, path, body, name: `${method} ${path}` },
    parameters: [...inPath, ...inQuery],
    mediaType: 'application/json',
  };
}

/** What the api serves beside its document: pages, probes, the board, the live stream. */
const pages: Row[] = [
  ...['/livez', '/readyz', '/metrics', '/openapi.json', '/docs', '/docs/rapidoc.js'].map(
    (path): Row => ['GET', path],
  ),
  ...[...['/problems', '/problems/{code}', '/console', '/console/{code}'], '/nowhere/{code}'].map(
    (path): Row => ['GET', path],
  ),
  ['GET', '/v1/console/oidc/start', null, { returnTo: text }],
  ['GET', '/v1/console/oidc/callback', null, { code: text, state: text }],
];

const board: Row[] = [
  ['GET', '/v1/console/live'],
  ['GET', '/console/queues'],
  ['GET', '/console/queues/queue/{code}', null, { status: text, page: text }],
  [
    'GET',
    '/console/queues/api/queues',
    null,
    { activeQueue: text, status: text, page: text, jobsPerPage: text },
  ],
  ['GET', '/console/queues/api/queues/{code}/{openid}/logs'],
  ['GET', '/console/queues/api/queues/{code}/{openid}'],
  ['PUT', '/console/queues/api/queues/{code}/pause'],
];

const choice: JsonSchema = { type: 'string', enum: ['accept', 'reject'] };
const results: JsonSchema = {
  type: 'object',
  additionalProperties: choice,
  propertyNames: text,
};

const control: Row[] = [
  ['POST', '/_sim/apps', object({ appId: text, appSecret: text, eventUrl: text }, ['appId'])],
  ['GET', '/_sim/apps'],
  [
    'POST',
    '/_sim/apps/{appId}/templates',
    object({ templateId: text, title: text, kind: text, content: text, example: text }),
  ],
  ['POST', '/_sim/apps/{appId}/users', object({ phone: text, unionid: text, openid: text }, [])],
  ['GET', '/_sim/apps/{appId}/users', null, { limit: count }],
  ['POST', '/_sim/apps/{appId}/seed', object({ users: { ...count, minimum: 1 }, grants: results })],
  ['POST', '/_sim/apps/{appId}/check-url'],
  ['POST', '/_sim/apps/{appId}/expire-token', object({ errcode: { const: 42001 } }, [])],
  ['GET', '/_sim/users/{userId}'],
  ['POST', '/_sim/users/{userId}/login-code'],
  ['POST', '/_sim/users/{userId}/phone-code', object({ phone: text }, [])],
  ['POST', '/_sim/users/{userId}/subscribe', object({ results })],
  ['POST', '/_sim/users/{userId}/settings/reject', object({ templateId: text })],
  ['POST', '/_sim/users/{userId}/settings/accept', object({ templateId: text })],
  ['POST', '/_sim/users/{userId}/settings/main-switch', object({ isOn: { const: true } })],
  ['GET', '/_sim/messages', null, { openid: text, appId: text }],
  ['GET', '/_sim/ledger', null, { openid: text, appId: text }],
  ['GET', '/_sim/calls', null, { path: text, limit: count }],
  ['GET', '/_sim/events', null, { name: text, limit: count }],
  ['GET', '/_sim/faults'],
  ['DELETE', '/_sim/faults/{code}'],
  ['POST', '/_sim/reset', object({ scope: { const: 'logs' } })],
  ['GET', '/_sim/phone'],
  ['GET', '/_sim/phone/{code}'],
  ['POST', '/_sim/phone/api/v1/mp/login', object({ appId: text, code: text })],
  ['GET', '/_sim/phone/api/v1/mp/plan', null, { page: text }],
];

const credential = { grant_type: { const: 'client_credential' }, appid: text, secret: text };
const token = { access_token: text };

/** WeChat's own paths, as the simulator answers them. */
const wechat: Row[] = [
  ['GET', '/cgi-bin/token', null, credential],
  ['POST', '/cgi-bin/stable_token', object(credential)],
  [
    'GET',
    '/sns/jscode2session',
    null,
    { appid: text, secret: text, js_code: text, grant_type: text },
  ],
  ['POST', '/wxa/business/getuserphonenumber', object({ code: text }), token],
  [
    'POST',
    '/cgi-bin/message/subscribe/send',
    object({ touser: text, template_id: text, data: results }),
    token,
  ],
  ['GET', '/wxaapi/newtmpl/gettemplate', null, token],
  ['POST', '/cgi-bin/openapi/quota/get', object({ cgi_path: text }), token],
  ['POST', '/cgi-bin/clear_quota', object({ appid: text }), token],
  ['GET', '/cgi-bin/{code}', null, token],
];

const probes = ['/livez', '/readyz', '/metrics', '/nowhere/{code}'].map((path): Row => [
  'GET',
  path,
]);

/** Every address no OpenAPI document names. */
export const otherOperations: readonly FuzzOperation[] = [
  ...pages.map((row) => operationOf('api', 'none', row)),
  ...board.map((row) => operationOf('api', 'console', row)),
  ...probes.map((row) => operationOf('worker', 'none', row)),
  ...[...control, ...wechat].map((row) => operationOf('simulator', 'none', row)),
];
