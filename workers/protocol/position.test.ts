import { describe, it } from 'vitest'
import { formatPosition, parsePosition, START } from './position.ts'

describe('the id of an event', () => {
  it('[T6] is read back as the position that it was made from', ({ expect }) => {
    for (const at of [
      START,
      { position: 120, seams: 0 },
      { position: 120, seams: 3 },
      { position: 0, seams: 1 },
    ])
      expect(parsePosition(formatPosition(at))).toEqual(at)
    expect(formatPosition({ position: 120, seams: 0 })).toBe('120')
  })

  it('that is anything else is refused, and so is one that no answer reaches', ({ expect }) => {
    const wrong = ['', '-1', '1.', '.1', '1.1.1', '1e3', '٣', ' 1', '0x10', '1'.repeat(10), '1.1000']
    for (const id of wrong) expect(parsePosition(id), id).toBeNull()
  })
})
