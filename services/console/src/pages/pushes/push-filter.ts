import type { PushSearch } from '@yuexin/client';
import { pushStates } from '@yuexin/domain';

/** What the address says to look for. A phone is never in it: it travels beside it. */
export type PushFilter = {
  appId?: string;
  state?: string[];
  templateId?: string;
  openid?: string;
  bizId?: string;
  reason?: string;
  errcode?: string;
  rid?: string;
  from?: string;
  to?: string;
};

const texts = [
  'appId',
  'templateId',
  'openid',
  'bizId',
  'reason',
  'errcode',
  'rid',
  'from',
  'to',
] as const;

/** Reads an address; states that are none are left out. */
export function readFilter(params: URLSearchParams): PushFilter {
  const filter: PushFilter = {};
  for (const name of texts) {
    const value = params.get(name)?.trim();
    if (value !== undefined && value !== '') filter[name] = value;
  }
  const known: readonly string[] = pushStates;
  const states = params
    .getAll('state')
    .flatMap((text) => text.split(','))
    .filter((state) => known.includes(state));
  if (states.length > 0) filter.state = states;
  return filter;
}

/** The address of a filter, in one order, so that the same search is the same link. */
export function writeFilter(filter: PushFilter): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of texts) {
    const value = filter[name]?.trim();
    if (value !== undefined && value !== '') params.set(name, value);
  }
  if (filter.state !== undefined && filter.state.length > 0)
    params.set('state', filter.state.join(','));
  return params;
}

/** What the api is asked. An errcode that is no number stays as it is: the api says what is wrong with it. */
export function searchOf(filter: PushFilter, phone: string | undefined): PushSearch {
  const { errcode, ...rest } = filter;
  return {
    ...(rest as PushSearch),
    ...(phone !== undefined && { phone }),
    ...(errcode !== undefined && { errcode: readErrcode(errcode) }),
  };
}

const readErrcode = (text: string): number | null =>
  text === 'none' ? null : /^-?\d{1,9}$/.test(text) ? Number(text) : (text as unknown as number);
