import pg from 'pg';
import { sessionLimits } from '../database/open-database.ts';

export type Writer = {
  /** Ends it; resolves to how often it wrote and to what it was refused with. */
  stop(): Promise<{ written: number; refused: string[] }>;
};

/** Writes the same statements again and again, one after the other, as patiently as the hot path: a lock is waited for 2 s. */
export async function openWriter(url: string, statements: readonly string[]): Promise<Writer> {
  const client = new pg.Client({ connectionString: url, ...sessionLimits });
  await client.connect();
  let isOver = false;
  let written = 0;
  const refused: string[] = [];
  const write = async (): Promise<void> => {
    while (!isOver) {
      for (const statement of statements) {
        await client.query(statement).then(
          () => (written += 1),
          (error: unknown) => refused.push(String(error)),
        );
      }
    }
  };
  const writing = write();
  return {
    async stop() {
      isOver = true;
      await writing;
      await client.end();
      return { written, refused };
    },
  };
}
