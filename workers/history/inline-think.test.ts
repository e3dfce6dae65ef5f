/** Thinking in the text of an answer: what is taken out, whatever the pieces in which it comes. */

import { describe, it } from 'vitest'
import type { Message } from '../protocol/nouns.ts'
import { InlineThink, takenApart, writtenOf } from './inline-think.ts'

interface Apart {
  thinking: string
  text: string
  /** `open` and `close`; null where nothing is taken out. */
  marks: [string, string] | null
}

/** All that is given out of an answer that comes in these pieces, and the most that was held back at a time. */
function read(pieces: string[]): Apart & { held: number } {
  const inline = new InlineThink()
  const found = { thinking: '', text: '' }
  let come = 0
  let held = 0
  for (const piece of pieces) {
    come += piece.length
    for (const run of inline.take({ kind: 'text', text: piece })) found[run.kind] += run.text
    const { open = '', close = '' } = inline.marks ?? {}
    held = Math.max(held, come - open.length - found.thinking.length - close.length - found.text.length)
  }
  for (const run of inline.end()) found[run.kind] += run.text
  const { marks } = inline
  return { ...found, marks: marks === undefined ? null : [marks.open, marks.close], held }
}

/** The pieces of a text that is cut at these places. */
const cutAt = (text: string, ...places: number[]): string[] =>
  [0, ...places].map((from, n) => text.slice(from, places[n] ?? text.length))

const nothing = (text: string): Apart => ({ thinking: '', text, marks: null })

const answers: [written: string, apart: Apart][] = [
  [
    '<think>\nplan\n</think>\n\nHello',
    { thinking: 'plan\n', text: 'Hello', marks: ['<think>\n', '</think>\n\n'] },
  ],
  [' \n\t<think>a</think>b ', { thinking: 'a', text: 'b ', marks: [' \n\t<think>', '</think>'] }],
  ['<think></think>text', { thinking: '', text: 'text', marks: ['<think>', '</think>'] }],
  ['<think>\n\n</think>\n\ntext', { thinking: '', text: 'text', marks: ['<think>\n\n', '</think>\n\n'] }],
  ['<think>a</b> < c</think>d', { thinking: 'a</b> < c', text: 'd', marks: ['<think>', '</think>'] }],
  [
    '<think>a<think>b</think>c</think>',
    { thinking: 'a<think>b', text: 'c</think>', marks: ['<think>', '</think>'] },
  ],
  [
    '<think>a</think><think>b</think>',
    { thinking: 'a', text: '<think>b</think>', marks: ['<think>', '</think>'] },
  ],
  ['<think>漢🙂</think>é', { thinking: '漢🙂', text: 'é', marks: ['<think>', '</think>'] }],
  // No end of it: all is thinking, and there is no text.
  ['<think>still at i', { thinking: 'still at i', text: '', marks: ['<think>', ''] }],
  ['<think>still</thi', { thinking: 'still</thi', text: '', marks: ['<think>', ''] }],
  ['<think>\n', { thinking: '', text: '', marks: ['<think>\n', ''] }],
  ['<think>done</think>\n', { thinking: 'done', text: '', marks: ['<think>', '</think>\n'] }],
  // No mark, or not where it counts.
  ...[
    '',
    '\n ',
    '\n\nHello',
    '<',
    ' <thi',
    '<thinking>a</thinking>b',
    '<THINK>a</THINK>b',
    '<think a>b</think>',
    '< think>a</think>',
    '</think>a',
    'plan\n</think>\n\nHello',
    'a <think>b</think>',
    '```\n<think>\na\n</think>\n```\n',
    'So `<think>` is a mark.',
  ].map((text): [string, Apart] => [text, nothing(text)]),
]

describe('thinking in the text of an answer', () => {
  it.for(answers)('is taken out where it comes first, up to its end: %j', ([written, apart], { expect }) => {
    expect(read([written])).toMatchObject(apart)
  })

  it.for(answers)('[T6] is the same in whatever pieces it comes: %j', ([written, apart], { expect }) => {
    expect(read([...written])).toMatchObject(apart)
    for (let one = 0; one <= written.length; one += 1)
      for (let two = one; two <= written.length; two += 1)
        expect(read(cutAt(written, one, two)), `cut at ${one} and ${two}`).toMatchObject(apart)
  })

  it.for(answers)(
    '[T8] is put back to the character: %j',
    ([written, { thinking, text, marks }], { expect }) => {
      const inline = marks === null ? {} : { inline: { open: marks[0], close: marks[1] } }
      expect(writtenOf({ thinking, text, ...inline })).toBe(written)
    }
  )

  it('[T6] holds nothing back but the beginning of a mark, and what white space stands before it', ({
    expect,
  }) => {
    for (const [written] of answers) {
      const space = written.length - written.trimStart().length
      expect(read([...written]).held).toBeLessThan(space + '</think>'.length)
    }
    const [first, ...others] = new InlineThink().take({ kind: 'text', text: '<think>one <two' })
    expect([first, others]).toEqual([{ kind: 'thinking', text: 'one <two' }, []])
  })

  it('is not looked for where the host tells thinking apart itself', ({ expect }) => {
    const inline = new InlineThink()
    const runs = [
      ...inline.take({ kind: 'thinking', text: 'hm' }),
      ...inline.take({ kind: 'text', text: '<think>a</think>b' }),
      ...inline.end(),
    ]
    expect(runs).toEqual([
      { kind: 'thinking', text: 'hm' },
      { kind: 'text', text: '<think>a</think>b' },
    ])
    expect(inline.marks).toBeUndefined()
  })

  it('gives back white space without end that no mark follows', ({ expect }) => {
    const inline = new InlineThink()
    const space = ' '.repeat(50)
    for (let n = 0; n < 8_000; n += 1) expect([...inline.take({ kind: 'text', text: space })]).toEqual([])
    expect([...inline.end()].map(({ text }) => text.length)).toEqual([400_000])
  })
})

describe('an answer that was written down whole', () => {
  const answer = (text: string, more: Partial<Message> = {}): Message => ({
    id: 'a',
    parent: 'q',
    role: 'assistant',
    status: 'done',
    text,
    tokens: 99,
    createdAt: 1,
    ...more,
  })

  it('is taken apart, its seams are where they were, and its tokens are not counted any more', ({
    expect,
  }) => {
    const written = '\n<think>plan</think>\nHello'
    const seams = [0, 10, written.indexOf('lo')]
    expect(takenApart(answer(written, { seams }))).toEqual({
      id: 'a',
      parent: 'q',
      role: 'assistant',
      status: 'done',
      thinking: 'plan',
      text: 'Hello',
      inline: { open: '\n<think>', close: '</think>\n' },
      seams: [0, -1, 3],
      createdAt: 1,
    })
  })

  it('stays as it is where there is no thinking in it', ({ expect }) => {
    const plain = answer('Hello <think>')
    expect(takenApart(plain)).toBe(plain)
  })
})
