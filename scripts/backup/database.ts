/** A database, as far as a backup and its restoration need one: D1's, wherever it is. */

export interface Statement {
  sql: string
  params?: (string | number)[]
}

export type Row = Record<string, unknown>

export interface Database {
  /** For people. */
  readonly name: string
  /** Runs the statements as one transaction and answers the rows of each. Rejects where none was run, or an answer was lost. */
  run(...statements: Statement[]): Promise<Row[][]>
  /** The same for a text of several statements that have no parameters and answer nothing. */
  script(sql: string): Promise<void>
  close(): void
}

/** A name, as it stands in SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** The rows of one statement. */
export async function ask(database: Database, sql: string, params: Statement['params'] = []): Promise<Row[]> {
  const [rows = []] = await database.run({ sql, params })
  return rows
}
