/** The journal in the storage of a real object; an earlier life's is read by another journal on the same storage. */

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { describe, it } from 'vitest'
import { Answer } from './answer.ts'
import { UNTROUBLED } from './course.ts'
import type { Entry, Intent } from './intent.ts'
import { Journal, type Left } from './journal.ts'

/** Runs in an object that nobody else uses. */
const inside = (
  test: (storage: DurableObjectStorage, journal: Journal) => Promise<void> | void
): Promise<void> =>
  runInDurableObject(env.SESSIONS.getByName(uuid()), async (_, { storage }) =>
    test(storage, new Journal(storage))
  )

function entry(id: string): Entry {
  const intent: Intent = {
    owner: 'o',
    chat: 'c',
    title: 't',
    question: null,
    answer: { id, parent: 'q', createdAt: 1, model: 'm' },
    think: true,
    trace: { requestId: 'r', who: 'w', model: 'm' },
  }
  return { intent, answer: new Answer(intent.answer) }
}

/** The one turn that was left. */
function only(journal: Journal): Left {
  const [left, ...others] = journal.read()
  if (left === undefined || others.length > 0) throw new Error('there is not one turn')
  return left
}

const rows = (storage: DurableObjectStorage) =>
  storage.sql
    .exec<{ kind: string; body: string }>('SELECT kind, body FROM piece ORDER BY turn, seq')
    .toArray()

describe('the journal', () => {
  it('[T8] gives back what was being written, with its lines, seams, course and end', ({ expect }) =>
    inside((storage, journal) => {
      const one = entry('one')
      journal.open(one)
      one.answer.append('thinking', 'Hm. ')
      one.answer.append('text', 'It ')
      one.answer.append('text', 'is so')
      journal.append(one.answer)
      one.answer.cut(7)
      journal.rewrite(one.answer)
      one.answer.append('text', ' what?')
      journal.append(one.answer)
      journal.note('one', { ...UNTROUBLED, lives: 1, tries: 2, cutAt: 5 })
      journal.close(one.answer, { status: 'done', figures: { answerTokens: 4 } })
      const [left, ...others] = new Journal(storage).read()
      expect(others).toEqual([])
      expect(left?.intent).toEqual(one.intent)
      expect(left?.answer.since(0)).toEqual(one.answer.since(0))
      expect(left?.answer.lines).toBe(one.answer.lines)
      expect(left?.answer.seams).toEqual(one.answer.seams)
      expect(left?.answer.ending).toEqual({ status: 'done', figures: { answerTokens: 4 } })
      expect(left?.course).toEqual({ ...UNTROUBLED, lives: 1, tries: 2, cutAt: 5 })
    }))

  it('[T8] is gone on with by the next life where it had ended: no unit twice, none lost', ({ expect }) =>
    inside((storage, journal) => {
      const one = entry('one')
      journal.open(one)
      one.answer.append('text', 'first ')
      journal.append(one.answer)
      const next = new Journal(storage)
      const { answer } = only(next)
      answer.append('text', 'second')
      next.append(answer)
      next.append(answer)
      expect(rows(storage)).toEqual([{ kind: 'text', body: 'first second' }])
    }))

  it('[T8] gives back what the model wrote, wherever its session died in thinking that stands in the text', ({
    expect,
  }) =>
    inside((storage, journal) => {
      const deltas = '\n|<|think|>\n|Plan|.</|think|>\n|\n|It| is|.'.split('|')
      const one = entry('one')
      journal.open(one)
      for (const delta of deltas) {
        one.answer.append('text', delta)
        journal.append(one.answer)
        const [left] = new Journal(storage).read()
        expect(left?.answer.written.since(0)).toEqual(one.answer.written.since(0))
        expect(left?.answer.since(0)).toEqual(one.answer.since(0))
        expect(left?.answer.seam).toBe(one.answer.seam)
      }
      journal.close(one.answer, { status: 'done' })
      one.answer.end({ status: 'done' })
      expect(new Journal(storage).read()[0]?.answer.message()).toEqual(one.answer.message())
    }))

  it('appends to one row until that is full, and begins another for each kind', ({ expect }) =>
    inside((storage, journal) => {
      const one = entry('one')
      journal.open(one)
      one.answer.append('thinking', 'Hm.')
      journal.append(one.answer)
      for (let n = 0; n < 20; n += 1) {
        one.answer.append('text', `${n}`.padEnd(1_000, '.'))
        journal.append(one.answer)
      }
      const bodies = rows(storage)
      expect(bodies.map(({ kind, body }) => [kind, body.length])).toEqual([
        ['thinking', 3],
        ['text', 17_000],
        ['text', 3_000],
      ])
      expect(bodies.map(({ body }) => body).join('')).toBe(
        one.answer
          .since(0)
          .map(({ text }) => text)
          .join('')
      )
    }))

  it('[T11] keeps turns in the order in which they were asked, and is empty after the last', ({ expect }) =>
    inside(async (storage, journal) => {
      expect(journal.read()).toEqual([])
      for (const id of ['b', 'a', 'c']) {
        const each = entry(id)
        each.answer.append('text', id)
        journal.open(each)
        journal.close(each.answer, { status: 'done' })
      }
      expect(new Journal(storage).read().map(({ answer }) => answer.text('text'))).toEqual(['b', 'a', 'c'])
      await journal.erase('a')
      expect(new Journal(storage).read().map(({ intent }) => intent.answer.id)).toEqual(['b', 'c'])
      expect(rows(storage).map(({ body }) => body)).toEqual(['b', 'c'])
      await journal.erase('b')
      await journal.erase('c')
      expect(
        storage.sql.exec(`SELECT name FROM sqlite_master WHERE name IN ('turn', 'piece')`).toArray()
      ).toEqual([])
    }))

  it('reads what a Burrow left that counted neither tries nor lines, and knew no trace', ({ expect }) =>
    inside((storage, journal) => {
      storage.sql.exec(`
        CREATE TABLE turn (n INTEGER PRIMARY KEY, id TEXT NOT NULL, intent TEXT NOT NULL, ending TEXT, seams TEXT NOT NULL DEFAULT '[]');
        CREATE TABLE piece (turn TEXT, seq INTEGER, kind TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (turn, seq)) WITHOUT ROWID`)
      const { trace: _, ...intent } = entry('old').intent
      storage.sql.exec('INSERT INTO turn (id, intent) VALUES (?, ?)', 'old', JSON.stringify(intent))
      storage.sql.exec(`INSERT INTO piece VALUES ('old', 0, 'text', 'what stood')`)
      const { intent: left, answer, course } = only(journal)
      expect(left).toEqual({ ...intent, trace: {} })
      expect(answer.text('text')).toBe('what stood')
      expect(course).toEqual(UNTROUBLED)
      answer.append('text', ' goes on')
      journal.append(answer)
      expect(new Journal(storage).read()[0]?.answer.text('text')).toBe('what stood goes on')
    }))

  it('remembers that its chat is to be deleted, until it is or is not', ({ expect }) =>
    inside(async (storage, journal) => {
      expect(journal.buried).toBe(false)
      journal.bury()
      expect(new Journal(storage).buried).toBe(true)
      journal.unbury()
      expect(new Journal(storage).buried).toBe(false)
      journal.bury()
      await journal.eraseAll()
      expect(new Journal(storage).buried).toBe(false)
    }))
})
