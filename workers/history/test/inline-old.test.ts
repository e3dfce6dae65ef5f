/** Answers that were written down with their thinking in the text, before that was taken out. */

import { env } from 'cloudflare:workers'
import { describe, it } from 'vitest'
import { inlineTokens } from '../../../demo/adversary/inline.ts'
import { good, mark, newChat, upstream, watch } from './visitor.ts'

/** A chat of one turn whose answer stands in D1 as an older Burrow wrote it down. */
async function old(status: 'done' | 'interrupted', textOf: (question: string) => string) {
  const chat = newChat()
  const ask = chat.ask('thinker-inline:1b', `tokens=8 rate=300 ${mark()}`)
  await watch(good(await chat.send(ask)))
  await expectKept(chat)
  const question = ask.text ?? ''
  await env.DB.prepare(
    'UPDATE messages SET status = ?, text = ?, thinking = NULL, inline = NULL, tokens = 999 WHERE id = ?'
  )
    .bind(status, textOf(question), ask.turn)
    .run()
  return { chat, question, turn: ask.turn }
}

/** Until D1 has the turn and the session nothing more. */
async function expectKept(chat: ReturnType<typeof newChat>): Promise<void> {
  while ((await chat.session().peek()) !== null) await scheduler.wait(10)
}

describe('an answer that was written down with its thinking', () => {
  it('is shown, and sent with the next question, without it', async ({ expect }) => {
    const { chat, question, turn } = await old('done', () => '<think>\nplan\n</think>\n\nHello')
    const shown = good(await chat.open()).messages[1]
    expect(shown).toMatchObject({ thinking: 'plan\n', text: 'Hello' })
    expect(shown?.tokens).toBeUndefined()

    const next = `tokens=3 rate=300 ${mark()}`
    await watch(good(await chat.send(chat.ask('thinker-inline:1b', next, { parent: turn }))))
    expect((await upstream(next))[0]?.messages).toEqual([
      { role: 'user', content: question },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: next },
    ])
  })

  it('[T8] is gone on with from all that the model wrote', async ({ expect }) => {
    const cut = (question: string) => inlineTokens(question).slice(0, 20).join('')
    const { chat, question, turn } = await old('interrupted', cut)
    const parent = good(await chat.open()).messages[1]?.parent ?? null
    const rest = chat.ask('thinker-inline:1b', undefined, { parent, resume: turn })
    const { thinking, text } = await watch(good(await chat.send(rest)))

    expect((await upstream(question)).at(-1)?.messages.at(-1)).toEqual({
      role: 'assistant',
      content: cut(question).trimEnd(),
    })
    const whole = inlineTokens(question).join('')
    expect(whole).toMatch(/^\s*<think>/)
    expect(whole.replace(/^\s*<think>\s*/, '').replace(/<\/think>\s*/, '')).toBe(thinking + text)
  })
})
