/** An answer as it grows, is cut and goes on. */

import { describe, it } from 'vitest'
import { estimateTokens, MESSAGE_TOKENS } from '../../protocol/context.ts'
import { Answer, resume } from './answer.ts'

const BEGINNING = { id: 'a', parent: null, createdAt: 0, model: 'm' }
const fresh = () => new Answer(BEGINNING)

const said = (texts: string[]): Answer => {
  const answer = fresh()
  for (const text of texts) answer.append('text', text)
  return answer
}

/** All that somebody at a position is told. */
const heardOf = (answer: Answer, from = 0): string =>
  answer
    .since(from)
    .map(({ text }) => text)
    .join('')

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
    answer.end({ status: 'done' })
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

describe('an answer with thinking in its text', () => {
  const deltas = '\n|<|think|>\n|Plan| it|.</|think|>\n|\n|It| is|.|\n'.split('|')
  const whole = deltas.join('')
  /** Before each delta, and behind the last. */
  const cuts = [...deltas.keys(), deltas.length]

  it('tells the one apart from the other, and its tokens are those of the text', ({ expect }) => {
    const answer = said(deltas)
    answer.end({ status: 'done' })
    expect(answer.message()).toMatchObject({
      thinking: 'Plan it.',
      text: 'It is.\n',
      inline: { open: '\n<think>\n', close: '</think>\n\n' },
      tokens: estimateTokens('It is.\n'),
    })
  })

  it('[T8] is gone on with behind what the model wrote, wherever it was cut', ({ expect }) => {
    const uncut = said(deltas)
    for (const cut of cuts) {
      const answer = said(deltas.slice(0, cut))
      const { seam } = answer
      const stands = whole.slice(0, deltas.slice(0, cut).join('').trimEnd().length)
      const lines = deltas.filter((_, n) => deltas.slice(0, n + 1).join('').length <= seam).length
      const before = heardOf(answer)
      answer.cut(seam)
      expect(answer.written.text('text'), `cut ${cut}`).toBe(stands)
      expect(answer.lines).toBe(lines)
      // Whoever watched is cut back, never told something else.
      expect(before.startsWith(heardOf(answer))).toBe(true)

      answer.append('text', whole.slice(seam))
      expect(answer.since(0)).toEqual(uncut.since(0))
      expect(answer.written.text('text')).toBe(whole)
    }
  })

  it('[T8] is gone on with in another answer from what is kept of it, wherever it was stopped', ({
    expect,
  }) => {
    for (const cut of cuts) {
      const stopped = said(deltas.slice(0, cut))
      stopped.end({ status: 'stopped' })
      const next = resume({ ...BEGINNING, id: 'b' }, stopped.message())
      expect(next.written.text('text'), `stopped ${cut}`).toBe(deltas.slice(0, cut).join(''))
      const { seam } = next
      next.cut(seam)
      next.append('text', whole.slice(seam))
      expect(next.since(0)).toEqual(said(deltas).since(0))
    }
  })

  it('[T6] is told the same to whoever comes at any position, and in however many pieces', ({ expect }) => {
    const told = [
      { kind: 'thinking', text: 'Plan it.' },
      { kind: 'text', text: 'It is.\n' },
    ]
    const answer = fresh()
    const heard = new Map<number, string>()
    for (const delta of deltas) {
      answer.append('text', delta)
      // Everybody who came before hears the rest.
      for (let from = 0; from <= answer.length; from += 1) heard.set(from, heardOf(answer, from))
    }
    expect(answer.since(0)).toEqual(told)
    for (const [from, rest] of heard) expect(rest).toBe('Plan it.It is.\n'.slice(from))
  })

  it('has its seam in the thinking where it was cut there, and at 0 only where it began anew', ({
    expect,
  }) => {
    const answer = said(deltas.slice(0, 6))
    answer.cut(answer.seam)
    for (const delta of deltas.slice(6, 11)) answer.append('text', delta)
    answer.cut(answer.seam)
    answer.append('text', ' is')
    expect(answer.message().seams).toEqual([-1, 2])
    answer.cut(0)
    expect(answer.message().seams).toEqual([-1, 2, 0])
  })

  it('has no text and no thinking that was not written, where nothing but a mark came', ({ expect }) => {
    const answer = said(deltas.slice(0, 4))
    expect(answer).toMatchObject({ length: 0, begun: true })
    answer.end({ status: 'stopped' })
    expect(answer.message()).toMatchObject({ text: '', inline: { open: '\n<think>\n', close: '' } })
    expect(answer.message().thinking).toBeUndefined()
  })
})
