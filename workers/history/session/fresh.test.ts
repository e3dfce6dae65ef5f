import { v4, v7 } from 'uuid'
import { describe, it } from 'vitest'
import { isFresh } from './fresh.ts'

const ask = { turn: v7(), parent: null, text: 'Hello', model: 'm' }
const ago = (minutes: number) => v7({ msecs: Date.now() - minutes * 60_000 })

describe('a question that is asked before D1 is read', () => {
  it('is the first of a chat whose id was made just now, by a clock that may be some minutes off', ({
    expect,
  }) => {
    for (const minutes of [0, 9, -9]) expect(isFresh(ago(minutes), ask), `${minutes}`).toBe(true)
  })

  it('is none that anything can stand above', ({ expect }) => {
    for (const minutes of [11, -11, 60 * 24]) expect(isFresh(ago(minutes), ask), `${minutes}`).toBe(false)
    expect(isFresh(v4(), ask)).toBe(false)
    expect(isFresh(v7(), { ...ask, parent: v7() })).toBe(false)
    expect(isFresh(v7(), { ...ask, resume: v7() })).toBe(false)
    const { text: _, ...another } = ask
    expect(isFresh(v7(), another)).toBe(false)
  })
})
