import { createContext, useContext } from 'react';
import type { ConsoleApi } from './create-console-api.ts';

export const ApiContext = createContext<ConsoleApi | null>(null);

/** The api, for the signed-in. */
export function useApi(): ConsoleApi {
  const api = useContext(ApiContext);
  if (api === null) throw new Error('useApi belongs inside ApiContext.');
  return api;
}
