/** An answer that cannot be resumed ends with what there is, or begins anew. */

import { abortAllDurableObjects, runDurableObjectAlarm } from 'cloudflare:test'
import { describe, it } from 'vitest'
import { inlineTokens } from '../../../demo/adversary/inline.ts'
import { writtenOf } from '../inline-think.ts'
import { journaled, left, NOTHING } from './storage.ts'
import { closed, good, mark, newChat, watch } from './visitor.ts'

describe('an answer that cannot be gone on with', () => {
  it('[T8] ends interrupted, keeps all that was journaled, and no second answer stands behind it', async ({
    expect,
  }) => {
    const chat = newChat()
    const question = mark()
    const ask = chat.ask('parrot:1b', question)
    const seen = await watch(good(await chat.send(ask)), undefined, ({ text }) => text.length > 100)
    await expect.poll(() => journaled(chat), { timeout: 5_000 }).toBeGreaterThan(0)
    await abortAllDurableObjects()

    const later = await watch(good(await chat.attach(ask.turn, seen.at)), seen)
    const stored = good(await chat.open()).messages[1]
    expect(stored?.status).toBe('interrupted')
    expect(stored?.text.length).toBeGreaterThan(0)
    expect(later.text).toBe(stored?.text)
    expect(later.end).toMatchObject({ type: 'problem', data: { code: 'interrupted' } })
    expect((await closed(question)).content.startsWith(later.text)).toBe(true)
  })

  it('[T8] because it was cut inside its thinking begins again', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('ponder:14b', mark(), { think: true })
    const seen = await watch(good(await chat.send(ask)), undefined, w => w.thinking.length > 120)
    await abortAllDurableObjects()

    const later = await watch(good(await chat.attach(ask.turn, seen.at)), seen)
    const stored = good(await chat.open()).messages[1]
    expect(later.end?.type).toBe('done')
    expect(later.thinking).toBe(stored?.thinking)
    expect(later.text).toBe(stored?.text)
    expect(stored?.seams).toEqual([0])
  })

  it.for([
    [8, 'inside its thinking begins again'],
    [18, 'inside its text ends interrupted'],
  ] as const)('[T8] because its template closes it, cut after %i tokens, %s', async ([after], { expect }) => {
    const chat = newChat()
    const question = `after=${after} thought=6 tokens=8 rate=15 ${mark()}`
    const watched = await watch(good(await chat.send(chat.ask('fault-cuts-closed:1b', question))))
    const stored = good(await chat.open()).messages[1]
    const written = inlineTokens(question).slice(0, after < 15 ? undefined : after)

    expect(stored).toMatchObject({ thinking: watched.thinking, text: watched.text })
    expect(stored?.status).toBe(after < 15 ? 'done' : 'interrupted')
    expect(stored?.seams).toEqual(after < 15 ? [0] : undefined)
    expect(writtenOf(stored ?? { text: '' })).toBe(written.join(''))
  })

  it('[T6] because nothing of it was kept begins anew, and one that comes back when it has ended shows that', async ({
    expect,
  }) => {
    const chat = newChat()
    const ask = chat.ask('fault-drifts:1b', `tokens=60 rate=100 ${mark()}`)
    const seen = await watch(good(await chat.send(ask)), undefined, ({ text }) => text.length > 20)
    await abortAllDurableObjects()
    await watch(good(await chat.attach(ask.turn)))
    await expect.poll(() => left(chat)).toEqual(NOTHING)

    const later = await watch(good(await chat.attach(ask.turn, seen.at)), seen)
    const { messages } = good(await chat.open())
    expect(messages[1]?.text.startsWith(seen.text)).toBe(false)
    expect(later.text).toBe(messages[1]?.text)
  })

  it('[T8] because its session died too often, before a word of it had come, has failed', async ({
    expect,
  }) => {
    const chat = newChat()
    const ask = chat.ask('fault-silent:1b', `silent=60000 ${mark()}`)
    await good(await chat.send(ask)).cancel()
    for (let deaths = 0; deaths < 6; deaths += 1) {
      await abortAllDurableObjects()
      await runDurableObjectAlarm(chat.session())
    }
    const watched = await watch(good(await chat.attach(ask.turn)))

    expect(watched.end).toMatchObject({ type: 'problem', data: { code: 'interrupted' } })
    expect(good(await chat.open()).messages[1]).toMatchObject({ status: 'failed', text: '' })
  })

  it('[T5] stopped while it waits for the host stays stopped', async ({ expect }) => {
    const chat = newChat()
    const question = `after=20 ${mark()}`
    const ask = chat.ask('fault-reset:1b', question)
    const watched = await watch(good(await chat.send(ask)), undefined, ({ seen }) => {
      const last = seen.at(-1)
      if (last?.type === 'state' && last.data.state === 'waiting') void chat.stop(ask.turn)
      return false
    })

    expect(watched.end).toMatchObject({
      type: 'done',
      data: { message: { status: 'stopped', text: watched.text } },
    })
    expect(watched.text).not.toBe('')
  })
})
