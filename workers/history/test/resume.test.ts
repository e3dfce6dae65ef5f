/** An answer that was cut for good is gone on with when somebody asks for it: in a new answer, beside the old one. */

import { abortAllDurableObjects } from 'cloudflare:test'
import { describe, it } from 'vitest'
import { benchAnswer } from '../../../demo/showroom/bench.ts'
import { type Chat, good, newChat, upstream, watch } from './visitor.ts'

const MODEL = 'bench-50:1b'

/** A chat whose only answer was stopped in the middle. */
async function stopped(model = MODEL, question = `tokens=120 mark-${crypto.randomUUID()}`) {
  const chat = newChat()
  const ask = chat.ask(model, question)
  await watch(good(await chat.send(ask)), undefined, ({ text, seen }) => {
    if (text.length > 150 && seen.length > 2) void chat.stop(ask.turn)
    return false
  })
  const { messages } = good(await chat.open())
  const [asked, cut] = messages
  if (asked === undefined || cut === undefined) throw new Error('the question or the answer is missing')
  return { chat, question, asked, cut }
}

const resume = (chat: Chat, parent: string, cut: string, model = MODEL) =>
  chat.ask(model, undefined, { parent, resume: cut })

describe('an answer that is resumed', () => {
  it('[T8] begins with the text of the one that was cut and ends as if nothing had happened; the old one stays', async ({
    expect,
  }) => {
    const { chat, question, asked, cut } = await stopped()
    const ask = resume(chat, asked.id, cut.id)
    const watched = await watch(good(await chat.send(ask)))
    const { messages } = good(await chat.open())

    expect(watched.text).toBe(benchAnswer(question))
    expect(messages).toHaveLength(2)
    expect(good(await chat.open({ through: cut.id })).messages[1]).toMatchObject(cut)
    expect(messages[1]).toMatchObject({
      siblings: [cut.id, ask.turn],
      id: ask.turn,
      parent: asked.id,
      status: 'done',
      text: watched.text,
      seams: [cut.text.trimEnd().length],
    })
    // The model was asked for the rest alone.
    const requests = await upstream(question)
    expect(requests.at(-1)?.messages.at(-1)).toEqual({ role: 'assistant', content: cut.text.trimEnd() })
  })

  it('[T8] goes on after the death of its session too', async ({ expect }) => {
    const { chat, question, asked, cut } = await stopped()
    const ask = resume(chat, asked.id, cut.id)
    const seen = await watch(
      good(await chat.send(ask)),
      undefined,
      ({ text }) => text.length > cut.text.length + 40
    )
    await abortAllDurableObjects()
    const later = await watch(good(await chat.attach(ask.turn, seen.at)), seen)

    expect(later.text).toBe(benchAnswer(question))
    expect(good(await chat.open()).messages[1]).toMatchObject({ status: 'done', text: later.text })
  })

  it('[T8] by a model that cannot go on is interrupted again, and no second answer stands behind it', async ({
    expect,
  }) => {
    const { chat, asked, cut } = await stopped('parrot:1b', `mark-${crypto.randomUUID()}`)
    const watched = await watch(good(await chat.send(resume(chat, asked.id, cut.id, 'parrot:1b'))))

    expect(watched.text).toBe(cut.text)
    expect(watched.end).toMatchObject({ type: 'problem', data: { code: 'interrupted' } })
  })

  it('is refused where there is nothing to go on from', async ({ expect }) => {
    const { chat, asked, cut } = await stopped()
    const elsewhere = await chat.send(resume(chat, cut.id, cut.id))
    const unknown = await chat.send(resume(chat, asked.id, crypto.randomUUID()))
    const again = chat.ask('bench-fast:1b', undefined, { parent: asked.id })
    await watch(good(await chat.send(again)))
    const whole = await chat.send(resume(chat, asked.id, again.turn))

    expect([elsewhere, unknown, whole]).toMatchObject([
      { ok: false, problem: { code: 'bad_request' } },
      { ok: false, problem: { code: 'not_found' } },
      { ok: false, problem: { code: 'bad_request' } },
    ])
  })
})
