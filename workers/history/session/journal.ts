/**
 * What is being said, in the session's own SQLite: the intent of each turn and what its model wrote so far. It is
 * written every two seconds and erased when D1 has the turn. Text is appended to one row until that is full: a row for
 * each token would cost forty times as many rows written, one growing row would be rewritten each time.
 */

import { Answer, type Ending } from './answer.ts'
import { type Course, UNTROUBLED } from './course.ts'
import type { Entry, Intent } from './intent.ts'
import type { Run } from './runs.ts'

/** Units after which a new row begins. */
const ROW_UNITS = 16 * 1024

/** Names the tombstone in storage. */
const TOMBSTONE = 'doomed'

/** Names in storage to whom the chat goes. */
const HEIR = 'heir'

/** As an earlier life of the session left it. */
export interface Left extends Entry {
  course: Course
}

const COUNTS = `ALTER TABLE turn ADD COLUMN course TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE piece ADD COLUMN lines INTEGER NOT NULL DEFAULT 0`

export class Journal {
  readonly #storage: DurableObjectStorage
  readonly #sql: SqlStorage
  /** Of the turn being written: how far its text is on disk, and the row it is appended to. */
  #written = 0
  #lines = 0
  #row = { seq: -1, kind: '', units: 0 }

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    this.#sql = storage.sql
  }

  /** Every turn that D1 may not have yet, oldest first. An object nobody has asked in has no tables and stays empty. */
  read(): Left[] {
    const [table] = this.#sql
      .exec<{ sql: string }>(`SELECT sql FROM sqlite_master WHERE name = 'turn'`)
      .toArray()
    if (table === undefined) return []
    // Left by a Burrow that did not count tries and lines yet.
    if (!table.sql.includes('course')) this.#sql.exec(COUNTS)
    return this.#sql
      .exec<{ id: string; intent: string; ending: string | null; seams: string; course: string }>(
        'SELECT * FROM turn ORDER BY n'
      )
      .toArray()
      .map(({ id, intent: json, ending, seams, course }) => {
        // One that an older Burrow left has no trace.
        const intent: Intent = { trace: {}, ...JSON.parse(json) }
        const answer = new Answer(intent.answer)
        const pieces = this.#sql.exec<{ kind: Run['kind']; body: string; lines: number }>(
          'SELECT kind, body, lines FROM piece WHERE turn = ? ORDER BY seq',
          id
        )
        let row = { seq: -1, kind: '', units: 0 }
        for (const { kind, body, lines } of pieces) {
          answer.append(kind, body, lines)
          row = { seq: row.seq + 1, kind, units: body.length }
        }
        if (ending === null) {
          this.#row = row
          this.#written = answer.written.length
          this.#lines = answer.lines
        }
        answer.seams.push(...JSON.parse(seams))
        if (ending !== null) answer.end(JSON.parse(ending))
        return { intent, answer, course: { ...UNTROUBLED, ...JSON.parse(course) } }
      })
  }

  /** The durable intent: from here on the turn ends in history, whatever happens. */
  open({ intent, answer }: Entry): void {
    this.#sql.exec(
      `CREATE TABLE IF NOT EXISTS turn (n INTEGER PRIMARY KEY, id TEXT NOT NULL, intent TEXT NOT NULL, ending TEXT, seams TEXT NOT NULL DEFAULT '[]', course TEXT NOT NULL DEFAULT '{}');
       CREATE TABLE IF NOT EXISTS piece (turn TEXT, seq INTEGER, kind TEXT NOT NULL, body TEXT NOT NULL, lines INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (turn, seq)) WITHOUT ROWID`
    )
    this.#sql.exec('INSERT INTO turn (id, intent) VALUES (?, ?)', intent.answer.id, JSON.stringify(intent))
    this.#begin()
    if (answer.begun) this.rewrite(answer)
  }

  /** Writes what came since the last time; whole deltas, for a seam must lie at the border of one (T8). */
  append(answer: Answer): void {
    if (this.#written === answer.written.length) return
    const id = answer.beginning.id
    // All that came since is counted with the first piece of it: which line brought which is not kept.
    let lines = answer.lines - this.#lines
    for (const { kind, text } of answer.written.since(this.#written)) {
      if (this.#row.kind === kind && this.#row.units < ROW_UNITS) {
        this.#sql.exec(
          'UPDATE piece SET body = body || ?, lines = lines + ? WHERE turn = ? AND seq = ?',
          text,
          lines,
          id,
          this.#row.seq
        )
        this.#row.units += text.length
      } else {
        this.#row = { seq: this.#row.seq + 1, kind, units: text.length }
        this.#sql.exec(
          'INSERT INTO piece (turn, seq, kind, body, lines) VALUES (?, ?, ?, ?, ?)',
          id,
          this.#row.seq,
          kind,
          text,
          lines
        )
      }
      lines = 0
    }
    this.#written = answer.written.length
    this.#lines = answer.lines
  }

  /** How the turn has fared by now. */
  note(id: string, course: Course): void {
    this.#sql.exec('UPDATE turn SET course = ? WHERE id = ?', JSON.stringify(course), id)
  }

  #begin(): void {
    this.#written = 0
    this.#lines = 0
    this.#row = { seq: -1, kind: '', units: 0 }
  }

  /** What stands there now is all there is: the answer was cut back, or it begins with what another had reached. */
  rewrite(answer: Answer): void {
    const id = answer.beginning.id
    this.#storage.transactionSync(() => {
      this.#sql.exec('DELETE FROM piece WHERE turn = ?', id)
      this.#sql.exec('UPDATE turn SET seams = ? WHERE id = ?', JSON.stringify(answer.seams), id)
      this.#begin()
      this.append(answer)
    })
  }

  /** The turn has ended: text and ending become durable together. */
  close(answer: Answer, ending: Ending): void {
    this.#storage.transactionSync(() => {
      this.append(answer)
      this.#sql.exec('UPDATE turn SET ending = ? WHERE id = ?', JSON.stringify(ending), answer.beginning.id)
    })
  }

  /**
   * The chat is to be deleted: should the session die before nothing is left, its next life deletes it, rather than
   * bring back to D1 what is still here.
   */
  bury(): void {
    this.#storage.kv.put(TOMBSTONE, true)
  }

  unbury(): void {
    this.#storage.kv.delete(TOMBSTONE)
  }

  get buried(): boolean {
    return this.#storage.kv.get(TOMBSTONE) === true
  }

  /** The chat goes to this visitor: should the session die meanwhile, its next life goes on with that. */
  bequeath(to: string): void {
    this.#storage.kv.put(HEIR, to)
  }

  get heir(): string | null {
    return this.#storage.kv.get<string>(HEIR) ?? null
  }

  /** Nothing is left, nothing is billed. */
  eraseAll(): Promise<void> {
    return this.#storage.deleteAll()
  }

  /** D1 has this turn. When it was the last one the object is left empty, so that it costs nothing. */
  async erase(id: string): Promise<void> {
    const others = this.#sql.exec('SELECT 1 FROM turn WHERE id <> ?', id).toArray().length > 0
    if (!others) return this.eraseAll()
    this.#sql.exec('DELETE FROM piece WHERE turn = ?', id)
    this.#sql.exec('DELETE FROM turn WHERE id = ?', id)
  }
}
