import { v7 as uuid } from 'uuid'
import { describe, it } from 'vitest'
import { CHAT_MESSAGES } from '../../protocol/limits.ts'
import type { Message, TurnRequest } from '../../protocol/nouns.ts'
import { begin, NOTHING } from './begin.ts'
import type { Context } from './contexts.ts'
import { course, of } from './prompt.fixture.ts'

const chat = { title: 'A title', cut: null, messages: 4 }
const asked = (more: Partial<TurnRequest> = {}): TurnRequest => ({
  turn: uuid(),
  parent: null,
  text: 'Why?',
  model: 'm',
  ...more,
})
const within = (path: Message[], more: Partial<Context> = {}): Context => ({
  known: null,
  path,
  chat,
  ...more,
})
const [first, second, third] = course(4) as [Message, Message, Message]
const cut = (status: Message['status'], text = 'It is'): Message => ({
  ...of('assistant', 'cut', 'm0', 10),
  status,
  text,
})

/** Asks, and answers how it begins; throws where it may not. */
function begun(ask: TurnRequest, context: Context = NOTHING) {
  const reply = begin('o', 'c', ask, context, {})
  if (!reply.ok) throw new Error(reply.problem.code)
  return reply.value
}

describe('a turn begins', () => {
  it('[T1] in a new chat, which its question names', ({ expect }) => {
    const { intent, answer } = begun(asked({ turn: 'a', text: 'Why is\nthe sky blue?' }))
    expect(intent).toMatchObject({ owner: 'o', chat: 'c', title: 'Why is', think: false })
    expect(intent.question).toMatchObject({ parent: null, role: 'user', text: 'Why is\nthe sky blue?' })
    expect(intent.answer).toMatchObject({ id: 'a', parent: intent.question?.id, model: 'm' })
    expect(answer.length).toBe(0)
  })

  it('[T2] with one question, however often it is begun, whose id is as old as its own', ({ expect }) => {
    const ask = asked({ turn: uuid() })
    const [one, other] = [begun(ask), begun(ask)]
    expect(one.intent.question?.id).toBe(other.intent.question?.id)
    expect(one.intent.question?.id).not.toBe(begun(asked()).intent.question?.id)
    expect(one.intent.question?.id.slice(0, 13)).toBe(ask.turn.slice(0, 13))
  })

  it('behind an answer, and keeps the title that the chat has', ({ expect }) => {
    const { intent, prompt } = begun(asked({ parent: 'm1' }), within([first, second]))
    expect(intent).toMatchObject({ title: 'A title', question: { parent: 'm1' } })
    expect(prompt.request(0).messages.map(({ content }) => content)).toEqual([
      'text of m0',
      'text of m1',
      'Why?',
    ])
  })

  it('without a question, as another answer to one that stands', ({ expect }) => {
    const { text: _, ...ask } = asked({ parent: 'm0' })
    expect(begun(ask, within([first])).intent).toMatchObject({ question: null, answer: { parent: 'm0' } })
  })

  it('[T8] with what a cut answer had reached, which is no part of the prompt', ({ expect }) => {
    const { text: _, ...ask } = asked({ parent: 'm0', resume: 'cut' })
    for (const status of ['interrupted', 'stopped'] as const) {
      const { answer, prompt } = begun(ask, within([first, cut(status)]))
      expect(answer.text('text')).toBe('It is')
      expect(prompt.request(0).messages).toHaveLength(1)
    }
  })

  it('[T8] inside the thinking that a cut answer has in its text, which counts as written', ({ expect }) => {
    const { text: _, ...ask } = asked({ parent: 'm0', resume: 'cut' })
    const inside: Message = {
      ...cut('stopped', ''),
      thinking: 'Hm, so',
      inline: { open: '<think>\n', close: '' },
    }
    const { answer } = begun(ask, within([of('user', 'm0', null, 100), inside]))
    expect(answer.written.text('text')).toBe('<think>\nHm, so')
    expect(answer.text('thinking')).toBe('Hm, so')
    expect(answer.lines).toBeGreaterThan(2)
  })
})

describe('a turn is refused', () => {
  const refusal = (ask: TurnRequest, context: Context) => {
    const reply = begin('o', 'c', ask, context, {})
    return reply.ok ? null : reply.problem.code
  }
  const { text: _, ...again } = asked({ parent: 'm0' })

  it('[T2] under the id of a message that stands already', ({ expect }) => {
    expect(refusal(asked(), within([], { known: first }))).toBe('bad_request')
  })

  it('where nothing stands that it could answer to, or the wrong thing', ({ expect }) => {
    expect(refusal(asked({ parent: 'gone' }), { known: null, path: null, chat })).toBe('not_found')
    expect(refusal(asked({ parent: 'm2' }), within([first, second, third]))).toBe('bad_request')
    expect(refusal(again, within([first, second]))).toBe('bad_request')
    expect(refusal({ ...again, parent: null }, within([]))).toBe('bad_request')
  })

  it('as the rest of an answer that has none, has no text, or answers to another question', ({ expect }) => {
    const rest = { ...again, resume: 'cut' }
    for (const last of [
      cut('done'),
      cut('failed'),
      cut('interrupted', ' \n'),
      { ...cut('stopped'), parent: 'm2' },
    ])
      expect(refusal(rest, within([first, last]))).toBe('bad_request')
  })

  it('in a chat that has no place for it', ({ expect }) => {
    const full = { ...chat, messages: CHAT_MESSAGES }
    expect(refusal(asked({ parent: 'm1' }), within([first, second], { chat: full }))).toBe('chat_full')
  })
})
