/** One `create index`, as a migration writes it. */
export type IndexStatement = { name: string; table: string; isConcurrent: boolean; sql: string };

const shape =
  /^create (?:unique )?index (?<concurrently>concurrently )?(?:if not exists )?(?<name>\w+) on (?<table>\w+)/i;

/** Null for every other statement, and for more than one. */
export function readIndexStatement(sql: string): IndexStatement | null {
  const [first, ...more] = statementsOf(sql);
  if (first === undefined || more.length > 0) return null;
  const found = shape.exec(first.replaceAll(/\s+/g, ' '))?.groups;
  if (found === undefined) return null;
  const { name = '', table = '', concurrently } = found;
  return { name, table, isConcurrent: concurrently !== undefined, sql: first };
}

/**
 * Takes each `create index` out of SQL that has no semicolon but between its statements; what is taken out is handed back as
 * `create index concurrently`.
 */
export function splitIndexes(sql: string): { rest: string[]; indexes: IndexStatement[] } {
  const rest: string[] = [];
  const indexes: IndexStatement[] = [];
  for (const statement of statementsOf(sql)) {
    const index = readIndexStatement(statement);
    if (index === null) rest.push(statement);
    else indexes.push(concurrent(index));
  }
  return { rest, indexes };
}

function concurrent(index: IndexStatement): IndexStatement {
  if (index.isConcurrent) return index;
  const sql = index.sql.replace(/\bindex\b/i, 'index concurrently');
  return { ...index, isConcurrent: true, sql };
}

const statementsOf = (sql: string): string[] =>
  sql
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
