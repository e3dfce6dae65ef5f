/**
 * History as it is, with a meter at its storage and at its objects: what D1 says of each batch, what the session's SQLite
 * says of each statement, how often an object was called, and for how many seconds they were awake. `GET /` reads it and sets it back.
 */

import { ChatSession as Session, VisitorFeed as Feed } from '../workers/history/index.ts'
import { metered, readAwake } from './awake.js'

export { History } from '../workers/history/index.ts'

const zero = () => ({ d1Written: 0, d1Read: 0, session: 0, alarms: 0, erasures: 0, calls: 0, unseen: 0 })
let read = zero()
/** A cursor knows its rows for good only when it has been read to the end. */
let cursors = []

/** Each call of an object is billed as a request, and so is each alarm that rings. */
const called = () => void (read.calls += 1)

export class VisitorFeed extends metered(Feed, called) {}

export class ChatSession extends metered(Session, called) {
  constructor(ctx, env) {
    meterSession(ctx.storage)
    super(ctx, { ...env, DB: meterD1(env.DB) })
  }
}

function meterSession(storage) {
  const { sql } = storage
  const before = { exec: sql.exec, setAlarm: storage.setAlarm, deleteAll: storage.deleteAll }
  sql.exec = (...args) => {
    const cursor = before.exec.apply(sql, args)
    // What miniflare writes down for its own windows into an object, the edge does not.
    if (!String(args[0]).includes('__miniflare_')) cursors.push(cursor)
    return cursor
  }
  storage.setAlarm = (...args) => {
    read.alarms += 1
    return before.setAlarm.apply(storage, args)
  }
  storage.deleteAll = (...args) => {
    read.erasures += 1
    return before.deleteAll.apply(storage, args)
  }
}

/** A turn writes in batches alone; a statement that goes another way is counted as not seen. */
function meterD1(db) {
  const statement = Object.getPrototypeOf(db.prepare('SELECT 1'))
  for (const way of ['run', 'all', 'raw', 'first']) {
    const before = statement[way]
    statement[way] = function (...args) {
      read.unseen += 1
      return before.apply(this, args)
    }
  }
  return {
    prepare: text => db.prepare(text),
    batch: async statements => {
      const results = await db.batch(statements)
      for (const { meta } of results) {
        read.d1Written += meta.rows_written
        read.d1Read += meta.rows_read
      }
      return results
    },
  }
}

export default {
  fetch() {
    const session = cursors.reduce((rows, cursor) => rows + cursor.rowsWritten, 0)
    const found = { ...read, session, awake: readAwake() }
    read = zero()
    cursors = []
    return Response.json(found)
  },
}
