import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import type { Act } from './act-dialog.tsx';

/** Which act is asked about; once it is done everything shown is read anew, and it is said that it is done. */
export function useAct(): {
  act: Act | null;
  ask: (act: Act & { done: string }) => void;
  close: () => void;
} {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [act, setAct] = useState<Act | null>(null);
  return {
    act,
    ask: ({ done, run, ...rest }) =>
      setAct({
        ...rest,
        run: async (reason) => {
          await run(reason);
          message.success(done);
          await queries.invalidateQueries();
        },
      }),
    close: () => setAct(null),
  };
}
