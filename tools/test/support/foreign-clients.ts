import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AxiosResponse, AxiosStatic } from 'axios';
import type { MiniProgramService } from 'nest-wechat';

const require = createRequire(import.meta.url);
const wechat = 'https://api.weixin.qq.com';

type Given = { appId: string; secret: string; url: string };
type Reply = { errcode: number; errmsg: string };

export type NestWechat = {
  getAccessToken(): Promise<AxiosResponse<{ access_token: string; expires_in: number }>>;
  code2Session: MiniProgramService['code2Session'];
  getPhoneNumber(
    code: string,
    token: string,
  ): Promise<AxiosResponse<Reply & { phone_info: { purePhoneNumber: string } }>>;
  sendMessage(message: object, token: string): Promise<AxiosResponse<Reply>>;
};

/** nest-wechat without Nest around it. WeChat's host is written into it: axios, which it uses, calls the simulator instead. */
export function loadNestWechat({ appId, secret, url }: Given): NestWechat {
  require('reflect-metadata');
  const axios = require('axios') as AxiosStatic;
  axios.interceptors.request.use((request) => {
    if (request.url !== undefined) request.url = request.url.replace(wechat, url);
    return request;
  });
  const { MiniProgramService: Service } = require('nest-wechat') as {
    MiniProgramService: new (options: { appId: string; secret: string }) => NestWechat;
  };
  return new Service({ appId, secret });
}

export type ForeignToken = { accessToken: string; expireTime: number };

/** The token that wechat-api gets, whose host can be set. */
export async function askWechatApi({ appId, secret, url }: Given): Promise<ForeignToken> {
  const script = fileURLToPath(new URL('wechat-api-token.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, appId, secret, url]);
  return JSON.parse(stdout) as ForeignToken;
}

type Steps<T> = Generator<unknown, T>;
type Co = <T>(steps: Steps<T>) => Promise<T>;

/** co-wxapp-open-api, made for third-party platforms: it is given a token instead of getting one. */
export function loadCoWxapp(given: { appId: string; url: string; token: ForeignToken }) {
  type Client = {
    newTemplatePrefix: string;
    subscribeMessagePrefix: string;
    getNewTemplateList(): Steps<{ data: Record<string, unknown>[] }>;
    sendNewTemplate(openid: string, templateId: string, page: string, data: object): Steps<Reply>;
    getToken(): Steps<ForeignToken>;
  };
  const co = require('co') as Co;
  const Api = require('co-wxapp-open-api') as new (...names: string[]) => Client;
  const client = new Api('component', 'secret', given.appId, 'refresh', 'ticket');
  client.newTemplatePrefix = client.newTemplatePrefix.replace(wechat, given.url);
  client.subscribeMessagePrefix = client.subscribeMessagePrefix.replace(wechat, given.url);
  // eslint-disable-next-line require-yield -- the client asks with a generator; there is nothing to wait for.
  client.getToken = function* () {
    return given.token;
  };
  return {
    listTemplates: () => co(client.getNewTemplateList()),
    send: (openid: string, templateId: string, data: object) =>
      co(client.sendNewTemplate(openid, templateId, 'pages/goods/detail', data)),
  };
}
