/** An answer as it grows, is cut and goes on. */

import { describe, it } from 'vitest'
import { MESSAGE_TOKENS } from '../../protocol/context.ts'
import { Answer } from './answer.ts'

const fresh = () => new Answer({ id: 'a', parent: null, createdAt: 0, model: 'm' })

describe('an answer', () => {
  it('[T8] is resumed behind its text without the white space at its end, and counts the lines that stand', ({
    expect,
  }) => {
    const answer = fresh()
    for (const text of ['one', ' two', ' ', '\n']) answer.append('text', text)
    expect(answer.lines).toBe(4)
    expect(answer.seam).toBe('one two'.length)
    expect(answer.linesUntil(answer.seam)).toBe(2)
    answer.cut(answer.seam)
    expect(answer).toMatchObject({ lines: 2, length: 7, seams: [{ position: 7, text: 7 }] })
    answer.append('text', '\n')
    expect(answer.text('text')).toBe('one two\n')
  })

  it('[T8] that was cut inside its thinking begins anew', ({ expect }) => {
    const answer = fresh()
    answer.append('thinking', 'hm')
    expect(answer.seam).toBe(0)
    answer.append('text', ' ')
    expect(answer.seam).toBe(0)
  })

  it('[T6] gives what came after a position, thinking and text apart', ({ expect }) => {
    const answer = fresh()
    answer.append('thinking', 'hm, ')
    answer.append('text', 'yes')
    answer.append('text', '!')
    expect(answer.since(2)).toEqual([
      { kind: 'thinking', text: ', ' },
      { kind: 'text', text: 'yes!' },
    ])
    expect(answer.since(8)).toEqual([])
  })

  it('[C1] weighs what its lines were, where thinking does not count', ({ expect }) => {
    const answer = fresh()
    for (const text of ['a', 'b', 'c']) answer.append('text', text)
    answer.ending = { status: 'done' }
    expect(answer.message().tokens).toBe(3 + MESSAGE_TOKENS)
  })

  it('[T2] that was another all along is that one, and whoever saw it begins again', ({ expect }) => {
    const answer = fresh()
    answer.append('text', 'wrong')
    const message = { ...fresh().message(), status: 'done' as const, text: 'right' }
    answer.replace(message)
    expect(answer.message()).toBe(message)
    expect(answer.ending).toEqual({ status: 'done' })
    expect(answer.seams.at(-1)).toEqual({ position: 0, text: 0 })
  })
})
