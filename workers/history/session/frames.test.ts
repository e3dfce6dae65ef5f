/** What a viewer at a position is sent. */

import { describe, it } from 'vitest'
import { START } from '../../protocol/position.ts'
import { Answer } from './answer.ts'
import { type Cursor, nextFrames } from './frames.ts'

const answerOf = (...texts: string[]): Answer => {
  const answer = new Answer({ id: 'a', parent: null, createdAt: 0, model: 'm' })
  for (const text of texts) answer.append('text', text)
  return answer
}
const at = (position: number, seams = 0): Cursor => ({ position, seams, state: null })

/** The events of frames, as `[type, data]`. */
const eventsOf = (frames: string): [string, unknown][] =>
  frames
    .split('\n\n')
    .filter(frame => frame !== '')
    .map(frame => [/event: (.*)/.exec(frame)?.[1] ?? '', JSON.parse(/data: (.*)/.exec(frame)?.[1] ?? 'null')])

describe('frames', () => {
  it('[T6] hold all behind a position, as one delta for each run', ({ expect }) => {
    const answer = answerOf('one ', 'two')
    expect(eventsOf(nextFrames(answer, at(2)).frames)).toEqual([['text', { text: 'e two' }]])
    expect(nextFrames(answer, at(7)).frames).toBe('')
  })

  it('[T6] cut back to the first seam that a viewer has not seen', ({ expect }) => {
    const answer = answerOf('one two')
    answer.cut(3)
    answer.append('text', ' three')
    expect(eventsOf(nextFrames(answer, at(6)).frames)).toEqual([
      ['rewind', { position: 3 }],
      ['text', { text: ' three' }],
    ])
    // One that has seen the seam is told nothing of it.
    expect(eventsOf(nextFrames(answer, at(6, 1)).frames)).toEqual([['text', { text: 'ree' }]])
  })

  it('[T7] are bounded, and never end between the halves of a character', ({ expect }) => {
    const text = `x${'🙂'.repeat(10_000)}`
    const answer = answerOf(text)
    let cursor: Cursor = { ...START, state: null }
    let seen = ''
    for (let n = 0; cursor.position < answer.length && n < 100; n += 1) {
      const next = nextFrames(answer, cursor)
      const pieces = eventsOf(next.frames).map(([, data]) => (data as { text: string }).text)
      for (const piece of pieces) {
        expect(piece.length).toBeLessThanOrEqual(8 * 1024)
        expect(piece.isWellFormed()).toBe(true)
      }
      seen += pieces.join('')
      cursor = next.cursor
    }
    expect(seen).toBe(text)
  })

  it('[T12] say a state behind the deltas that it is newer than, once', ({ expect }) => {
    const answer = answerOf('one')
    answer.state = { state: 'waiting', attempt: 2, attempts: 3 }
    const first = nextFrames(answer, at(0))
    expect(eventsOf(first.frames).map(([type]) => type)).toEqual(['text', 'state'])
    expect(nextFrames(answer, first.cursor).frames).toBe('')
  })

  it('[T1] end with the terminal event, behind everything', ({ expect }) => {
    const answer = answerOf('one')
    answer.end({ status: 'stopped' })
    const { frames, over } = nextFrames(answer, at(0))
    expect(eventsOf(frames).map(([type]) => type)).toEqual(['text', 'done'])
    expect(over).toBe(true)
  })
})
