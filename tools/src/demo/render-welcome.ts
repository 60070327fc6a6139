import type { Stack } from '../local-stack/start-stack.ts';
import { driver, freightApp, goodsTemplate } from './freight-app.ts';

/** What `npm start` prints when everything runs. */
export function renderWelcome(input: { stack: Stack; driver: { openid: string } }): string {
  const { stack } = input;
  return `
Yuexin runs. 约信已启动。

  Phone (start here)   ${local(stack.simulatorUrl)}/_sim/phone
  Console              ${local(stack.apiUrl)}/console   (sign in with the operator key)
  API reference        ${local(stack.apiUrl)}/docs
  Queues               ${local(stack.apiUrl)}/console/queues   (any user name, password: the operator key)
  Metrics              ${local(stack.apiUrl)}/metrics and ${local(stack.workerUrl)}/metrics

  Demo app             ${freightApp.name} ${freightApp.appId}, template ${goodsTemplate.title}
  Caller's API key     ${stack.callerKey}
  Operator key         ${stack.adminKey}
  Data and logs        .data/

1. Open the phone, log in as ${driver.phone} and tap "允许".
2. Paste this; the message arrives on the phone:

${renderCurl({ apiUrl: local(stack.apiUrl), key: stack.callerKey })}

Without an "allow" left the push waits (state "parked") and goes out at the next one.
Ctrl-C stops everything; what was stored stays.
`;
}

/** The curl that makes a message arrive; the README shows the same. */
function renderCurl(input: { apiUrl: string; key: string }): string {
  return `curl -s ${input.apiUrl}/v1/pushes \\
  -H 'Authorization: Bearer ${input.key}' -H 'Content-Type: application/json' \\
  -d '{"appId":"${freightApp.appId}","templateId":"${goodsTemplate.templateId}","to":{"phone":"${driver.phone}"},"data":{"thing1":"【广州】-->【上海】","thing2":"钢材 32 吨"},"page":"pages/goods/detail?id=42"}'`;
}

function local(url: string): string {
  return url.replace('127.0.0.1', 'localhost');
}
