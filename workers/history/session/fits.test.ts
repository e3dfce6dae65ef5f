import { describe, it } from 'vitest'
import type { Message } from '../../protocol/nouns.ts'
import { fits } from './fits.ts'

const question = (text: string): Message => ({
  id: 'q',
  parent: null,
  role: 'user',
  status: 'done',
  text,
  createdAt: 1,
})
const answer = (text: string, thinking?: string): Message => ({
  id: 'a',
  parent: 'q',
  role: 'assistant',
  status: 'done',
  text,
  ...(thinking === undefined ? {} : { thinking }),
  createdAt: 2,
})

const bytes = (message: Message | null) => new TextEncoder().encode(JSON.stringify(message)).length

describe('what D1 takes of a turn', () => {
  it('[T1] is the turn whole, first of all, and unchanged', ({ expect }) => {
    const [q, a] = [question('why?'), answer('so.', 'hm')]
    expect(fits(q, a).next().value).toEqual({ question: q, answer: a, last: false })
  })

  it('[T1] is then what fits into a row in any script, with its end named, and in the end that it was', ({
    expect,
  }) => {
    const long = '字'.repeat(900_000)
    const parts = [...fits(question(long), answer(long, long))]
    expect(parts.map(part => part.last)).toEqual([false, false, true])
    const [, less, least] = parts
    for (const message of [less?.question, less?.answer]) {
      expect(bytes(message ?? null)).toBeLessThan(2_000_000)
      expect(message?.text.length).toBeGreaterThan(100_000)
    }
    expect(less?.answer).toMatchObject({ id: 'a', status: 'interrupted', problem: { code: 'not_kept' } })
    expect(less?.question).toMatchObject({ id: 'q', status: 'done' })
    expect(least?.answer).toMatchObject({ id: 'a', parent: 'q', text: '', thinking: '' })
  })

  it('[T8] does not say any more what the model wrote, once its thinking is cut', ({ expect }) => {
    const inline = { open: '<think>', close: '</think>' }
    const [whole, less] = [...fits(null, { ...answer('so.', '字'.repeat(900_000)), inline })]
    expect(whole?.answer?.inline).toEqual(inline)
    expect(less?.answer?.inline).toBeUndefined()
  })

  it('is cut between characters, not within one', ({ expect }) => {
    const [, less] = [...fits(null, answer(`x${'😀'.repeat(400_000)}`))]
    expect(less?.answer?.text.isWellFormed()).toBe(true)
    expect(less?.question).toBeNull()
  })

  it('is the question alone while its answer is still being written', ({ expect }) => {
    for (const part of fits(question('why?'), null)) expect(part.answer).toBeNull()
  })
})
