import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import { ofTheWhole } from './figures.ts'

beforeEach(() => void vi.useFakeTimers({ now: 100_000 }))
afterEach(() => void vi.useRealTimers())

describe('the figures of an answer in several tries', () => {
  it('[T8] are of the whole: its time from the beginning, its tokens from the first try on', ({ expect }) => {
    const last = { promptTokens: 130, answerTokens: 50, answerNs: 5e9, totalNs: 6e9, reason: 'stop' } as const
    expect(ofTheWhole(last, 100, 65_000)).toEqual({
      reason: 'stop',
      totalNs: 35e9,
      // What was written already was sent as part of the prompt, and is no question.
      promptTokens: 30,
      answerTokens: 150,
      // As fast as the last try wrote.
      answerNs: 15e9,
    })
  })

  it('claim no speed and no prompt where the box named none', ({ expect }) => {
    expect(ofTheWhole({ reason: 'length' }, 7, 99_000)).toEqual({
      reason: 'length',
      totalNs: 1e9,
      answerTokens: 7,
    })
    expect(ofTheWhole({ answerTokens: 0, answerNs: 5 }, 7, 99_000)).not.toHaveProperty('answerNs')
    expect(ofTheWhole({ promptTokens: 3 }, 7, 99_000).promptTokens).toBe(0)
  })
})
