import { callJson } from '../../local-stack/call-json.ts';

/** Mini programs with the benchmark's template, synced from the upstream. */
export async function createApps(input: {
  apiUrl: string;
  adminKey: string;
  messageToken: string;
  count: number;
}): Promise<[string, ...string[]]> {
  const { apiUrl, adminKey: key, messageToken } = input;
  const create = async (number: number): Promise<string> => {
    const appId = `wxbench${String(number).padStart(4, '0')}`;
    const body = { appId, name: appId, appSecret: '0'.repeat(32), messageToken };
    await callJson(`${apiUrl}/v1/apps`, { key, body });
    await callJson(`${apiUrl}/v1/apps/${appId}/templates/sync`, { key, method: 'POST', body: {} });
    return appId;
  };
  const first = await create(0);
  const others: string[] = [];
  for (let number = 1; number < input.count; number += 1) others.push(await create(number));
  return [first, ...others];
}
