/** D1: databases, each a real SQLite, and the SQL that wrangler sends them. */

import type { D1Database } from '@cloudflare/workers-types'
import { Hono } from 'hono'
import { unstable_splitSqlQuery } from 'wrangler'
import type { Account, Database } from './account.ts'
import { answer, page, Refused } from './answers.ts'

interface Query {
  sql: string
  params?: (string | number | null)[]
}

export function d1(account: Account): Hono {
  const app = new Hono()
  const find = (idOrName: string): Database => {
    const database = account.database(idOrName)
    if (database === undefined) throw new Refused(404, 7404, `The database ${idOrName} could not be found`)
    return database
  }

  app.get('/', c => {
    const name = c.req.query('name')
    return page(
      [...account.databases.values()].filter(one => name === undefined || one.name === name).map(asListed)
    )
  })
  app.post('/', async c => {
    const { name } = await c.req.json<{ name: string }>()
    if (account.database(name) !== undefined)
      throw new Refused(400, 7502, `A database with the name '${name}' already exists`)
    return answer(asListed(account.createDatabase(name)))
  })
  app.get('/:id', c => answer(asListed(find(c.req.param('id')))))
  app.post('/:id/query', async c => {
    const { sql, d1: real } = find(c.req.param('id'))
    const asked = await c.req.json<Query | { batch: Query[] }>()
    const queries = 'batch' in asked ? asked.batch : [asked]
    return answer(real === undefined ? queries.flatMap(query => run(sql, query)) : await batch(real, queries))
  })
  return app
}

const asListed = ({ id, name, sql, bytes }: Database) => ({
  uuid: id,
  name,
  created_at: '2026-01-01T00:00:00Z',
  version: 'production',
  file_size: bytes,
  num_tables: (
    sql.prepare(`SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'`).get() as { n: number }
  ).n,
})

/** As one transaction. Several statements in one text are several results. */
async function batch(real: D1Database, queries: Query[]): Promise<object[]> {
  const statements = queries.flatMap(({ sql, params = [] }) =>
    (params.length > 0 ? [sql] : unstable_splitSqlQuery(sql)).map(one => real.prepare(one).bind(...params))
  )
  try {
    return await real.batch(statements)
  } catch (error) {
    throw new Refused(400, 7500, error instanceof Error ? error.message : String(error))
  }
}

/** Several statements in one text are several results. */
function run(sql: Database['sql'], { sql: text, params = [] }: Query): object[] {
  try {
    if (params.length > 0 || /^\s*(select|pragma)/i.test(text))
      return [result(sql.prepare(text).all(...params))]
    sql.exec(text)
    return [result([])]
  } catch (error) {
    throw new Refused(400, 7500, error instanceof Error ? error.message : String(error))
  }
}

const result = (results: unknown[]) => ({
  success: true,
  results,
  meta: {
    duration: 0,
    rows_read: results.length,
    rows_written: 0,
    changes: 0,
    last_row_id: 0,
    served_by: 'here',
  },
})
