/** A model that writes its thinking into its text: that is taken out, and what it wrote is what it goes on from. */

import { abortAllDurableObjects, runDurableObjectAlarm } from 'cloudflare:test'
import { describe, it } from 'vitest'
import { inlineTokens } from '../../../demo/adversary/inline.ts'
import { journaled, refuseWrites, takeWrites } from './storage.ts'
import { good, mark, newChat, type Upstream, upstream, watch, type Watched } from './visitor.ts'

const MODEL = 'thinker-inline:1b'
const CUTS = 'fault-cuts-inline:1b'

/** A short answer, slow enough that a cut takes nothing with it that was on its way. */
const SHORT = 'thought=6 tokens=8 rate=15'

/** Tokens after which it is cut, and where that is. */
const places: [after: number, where: string][] = [
  [1, 'before the first mark'],
  [3, 'inside the first mark'],
  [4, 'behind the first mark'],
  [8, 'inside the thinking'],
  [11, 'inside the last mark'],
  [13, 'behind the last mark'],
  [15, 'behind a word of the text'],
  [25, 'inside a mark that is text'],
]

const writtenBefore = (question: string, after: number): string =>
  inlineTokens(question).slice(0, after).join('').trimEnd()

/** What the answer to this question is when nobody disturbs it. */
function undisturbed(question: string) {
  const written = inlineTokens(question).join('')
  const [, open = '', thinking = '', close = '', text = ''] =
    /^(\s*<think>\s*)([^]*?)(<\/think>\s*)([^]*)$/.exec(written) ?? []
  return { thinking, text, inline: { open, close } }
}

const prefillOf = ({ messages }: Upstream): string | undefined =>
  messages.at(-1)?.role === 'assistant' ? messages.at(-1)?.content : undefined

const answerIn = async (chat: ReturnType<typeof newChat>) => good(await chat.open()).messages.at(-1)

describe('an answer with thinking in its text', () => {
  it('[T6] is told apart as it comes, and equals what history keeps', async ({ expect }) => {
    const chat = newChat()
    const question = `tokens=40 rate=200 ${mark()}`
    const watched = await watch(good(await chat.send(chat.ask(MODEL, question))))
    const { thinking, text, inline } = undisturbed(question)

    expect([watched.thinking, watched.text]).toEqual([thinking, text])
    expect(watched.end).toMatchObject({ type: 'done', data: { message: { thinking, text } } })
    expect(await answerIn(chat)).toMatchObject({ status: 'done', thinking, text, inline })
    expect(text).toContain('<think>')
  })

  it('is sent with the next question without its thinking', async ({ expect }) => {
    const chat = newChat()
    const first = chat.ask(MODEL, `tokens=8 rate=300 ${mark()}`)
    await watch(good(await chat.send(first)))
    const question = `tokens=3 rate=300 ${mark()}`
    await watch(good(await chat.send(chat.ask(MODEL, question, { parent: first.turn }))))

    expect((await upstream(question))[0]?.messages).toEqual([
      { role: 'user', content: first.text },
      { role: 'assistant', content: undisturbed(first.text ?? '').text },
      { role: 'user', content: question },
    ])
  })

  it('[T6] left and attached to again all the time loses and repeats nothing', async ({ expect }) => {
    const chat = newChat()
    const question = `${SHORT} ${mark()}`
    const ask = chat.ask(MODEL, question)
    let left = 0
    // Not for ever: one that comes when it has ended begins again.
    const enough = ({ seen }: Watched) => seen.length >= 2 && (left += 1) < 60
    let watched = await watch(good(await chat.send(ask)), undefined, enough)
    while (watched.end === undefined)
      watched = await watch(good(await chat.attach(ask.turn, watched.at)), watched, enough)

    const { thinking, text } = undisturbed(question)
    expect([watched.thinking, watched.text]).toEqual([thinking, text])
  })

  it('[T6] is the same for whoever comes at any position, from its session and from history', async ({
    expect,
  }) => {
    const chat = newChat()
    const first = chat.ask('bench-fast:1b', 'tokens=3')
    await watch(good(await chat.send(first)))
    await refuseWrites(chat)
    const question = `thought=6 tokens=8 rate=300 ${mark()}`
    const ask = chat.ask(MODEL, question, { parent: first.turn })
    const { end } = await watch(good(await chat.send(ask)))
    const { thinking, text } = undisturbed(question)
    const whole = thinking + text
    for (let position = 0; position <= whole.length; position += 1) {
      const before = { thinking: thinking.slice(0, position), text: whole.slice(thinking.length, position) }
      const at = { position, seams: 0 }
      const watched = await watch(good(await chat.attach(ask.turn, at)), { ...before, at })
      expect(watched.thinking + watched.text, `from ${position}`).toBe(whole)
      expect(watched.seen.some(({ type }) => type === 'rewind')).toBe(false)
      expect(watched.end?.data).toEqual(end?.data)
    }
    await takeWrites(chat)
    expect(await runDurableObjectAlarm(chat.session())).toBe(true)
    await expect.poll(async () => (await chat.session().peek()) === null).toBe(true)
    for (const position of [0, 5, thinking.length, whole.length]) {
      const before = { thinking: thinking.slice(0, position), text: whole.slice(thinking.length, position) }
      const at = { position, seams: 0 }
      expect(await watch(good(await chat.attach(ask.turn, at)), { ...before, at })).toMatchObject({
        thinking,
        text,
      })
    }
  })
})

describe('an answer with thinking in its text goes on', () => {
  it('[T9] after its host has cut it anywhere, from all that the model wrote', async ({ expect }) => {
    const tried = await Promise.all(
      places.map(async ([after, where]) => {
        const chat = newChat()
        const question = `after=${after} ${SHORT} ${mark()}`
        const watched = await watch(good(await chat.send(chat.ask(CUTS, question))))
        return { after, where, question, watched, stored: await answerIn(chat) }
      })
    )
    for (const { after, where, question, watched, stored } of tried) {
      const { thinking, text, inline } = undisturbed(question)
      const prefill = writtenBefore(question, after)
      expect((await upstream(question)).map(prefillOf), where).toEqual([
        undefined,
        prefill === '' ? undefined : prefill,
      ])
      expect([watched.thinking, watched.text], where).toEqual([thinking, text])
      expect(stored, where).toMatchObject({ status: 'done', thinking, text, inline })
      // Every token of the whole, the thinking's too: what stood there was counted to the line.
      expect(stored?.figures?.answerTokens, where).toBe(inlineTokens(question).length)
      expect(stored?.seams, where).toHaveLength(1)
    }
  })

  it.for(places.slice(1, -1))(
    '[T8] after its session has died when %i tokens had come, %s',
    async ([after], { expect }) => {
      const chat = newChat()
      const question = `after=${after} ${SHORT} ${mark()}`
      const ask = chat.ask(CUTS, question)
      let seen: Watched | undefined
      const left = watch(good(await chat.send(ask)), undefined, watched => {
        seen = { ...watched }
        return false
      }).catch(() => {})
      // The first that is written down is what stood when it was gone on with behind the cut.
      await expect.poll(() => journaled(chat), { timeout: 5_000, interval: 10 }).toBeGreaterThan(0)
      await abortAllDurableObjects()
      await left
      const later = await watch(good(await chat.attach(ask.turn, seen?.at)), seen)

      const { thinking, text, inline } = undisturbed(question)
      const prefill = writtenBefore(question, after)
      const [first, resumed, revived] = (await upstream(question)).map(prefillOf)
      expect([first, resumed]).toEqual([undefined, prefill])
      // A token or two that came by then may stand behind it.
      const borders = inlineTokens(question).map((_, n) => writtenBefore(question, n + 1))
      expect(borders.slice(after - 1)).toContain(revived)
      expect([later.thinking, later.text]).toEqual([thinking, text])
      expect(await answerIn(chat)).toMatchObject({ status: 'done', thinking, text, inline })
    }
  )

  it('[T8] when somebody stopped it anywhere and asks for its rest', async ({ expect }) => {
    const tried = await Promise.all(
      places.slice(1).map(async ([after, where]) => {
        const chat = newChat()
        const question = `after=${after} blind=9 ${SHORT} ${mark()}`
        const ask = chat.ask(CUTS, question)
        await watch(good(await chat.send(ask)), undefined, ({ seen }) => {
          const last = seen.at(-1)
          if (last?.type === 'state' && last.data.state === 'waiting') void chat.stop(ask.turn)
          return false
        })
        const cut = await answerIn(chat)
        const rest = chat.ask(MODEL, undefined, { parent: cut?.parent ?? null, resume: ask.turn })
        const watched = await watch(good(await chat.send(rest)))
        return { after, where, question, cut, watched, stored: await answerIn(chat) }
      })
    )
    for (const { after, where, question, cut, watched, stored } of tried) {
      const { thinking, text, inline } = undisturbed(question)
      expect(cut?.status, where).toBe('stopped')
      const last = (await upstream(question)).slice(-1)
      expect(last.map(prefillOf), where).toEqual([writtenBefore(question, after)])
      expect([watched.thinking, watched.text], where).toEqual([thinking, text])
      expect(stored, where).toMatchObject({ status: 'done', thinking, text, inline })
    }
  })
})
