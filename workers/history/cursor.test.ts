import { describe, it } from 'vitest'
import { formatCursor, parseCursor } from './cursor.ts'

const ID = '01990000-0000-7000-8000-000000000000'

describe("a list's cursor", () => {
  it('is read back as the place that it was made from', ({ expect }) => {
    const place = { updatedAt: 1_790_000_000_000, id: ID }
    expect(parseCursor(formatCursor(place))).toEqual(place)
  })

  it('that is none of ours is refused', ({ expect }) => {
    for (const wrong of [
      '',
      ID,
      `1.${ID}x`,
      `-1.${ID}`,
      `1e3.${ID}`,
      `1.${'Z'.repeat(36)}`,
      `${'9'.repeat(16)}.${ID}`,
    ])
      expect(parseCursor(wrong), wrong).toBeNull()
  })
})
