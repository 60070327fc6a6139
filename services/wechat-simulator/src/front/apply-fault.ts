import type { CallFaultKind, Fault } from '../faults/fault.ts';
import { type Answer, jsonContentType } from './answer.ts';
import type { Refuse } from './create-refusals.ts';

/** What goes back to the client, if anything. */
export type Reply =
  | { kind: 'bytes'; status: number; contentType: string; body: string; errcode: number | null }
  | { kind: 'hang' }
  | { kind: 'reset' };

const badGateway = 502;

const gatewayPage = (status: number): string =>
  `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;

export const replyWith = (answer: Answer): Reply => ({
  kind: 'bytes',
  status: 200,
  contentType: answer.contentType ?? jsonContentType,
  body: answer.body,
  errcode: answer.errcode,
});

const bytes = (status: number, contentType: string, body: string): Reply => ({
  kind: 'bytes',
  status,
  contentType,
  body,
  errcode: null,
});

/** The send is carried out although the client will not learn it. */
export const isCommitting = (fault: Fault): boolean =>
  fault.isAfterCommit || fault.kind === 'hang-after-commit' || fault.kind === 'no-msgid';

/** What a fault makes of a call (facts 2.5). `answer` is what would have been said, when the call was carried out. */
export function applyFault(call: {
  fault: Fault & { kind: CallFaultKind };
  answer: Answer | null;
  refuse: Refuse;
  ip: string;
}): Reply {
  const { fault, answer, refuse, ip } = call;
  switch (fault.kind) {
    case 'errcode':
      return replyWith(refuse(fault.value ?? -1, { ip }));
    case 'status':
      return bytes(fault.value ?? badGateway, 'text/plain', '');
    case 'html': {
      const status = fault.value ?? badGateway;
      return bytes(status, 'text/html', gatewayPage(status));
    }
    case 'empty':
      return bytes(200, jsonContentType, '');
    case 'reset':
      return { kind: 'reset' };
    case 'hang-after-commit':
      return { kind: 'hang' };
    case 'no-msgid': {
      const kept = answer ?? refuse(-1);
      return replyWith({ ...kept, body: kept.body.replace(/,"msgid":\d+/, '') });
    }
    case 'delay':
      return replyWith(answer ?? refuse(-1));
  }
}
