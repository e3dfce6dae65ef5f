/** Going on again and again: what counts is whether text comes. */

import { abortAllDurableObjects, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, it } from 'vitest'
import { benchAnswer } from '../../../demo/showroom/bench.ts'
import type { Course } from '../session/course.ts'
import { good, mark, newChat, upstream, watch } from './visitor.ts'

/** Resets the answers to this question that are being written, as a Tunnel does that falls over. */
const cut = (question: string) =>
  fetch(`${env.DEMO}/_demo/switch`, { method: 'PUT', body: JSON.stringify({ cut: question }) })

describe('an answer behind a line that is cut again and again', () => {
  it(
    '[T9] goes past a hundred seams, and one that attaches again sees all of it',
    { timeout: 120_000 },
    async ({ expect }) => {
      const chat = newChat()
      const question = `cuts=110 tokens=660 after=6 ${mark()}`
      const ask = chat.ask('fault-cuts:1b', question)
      let seen = await watch(good(await chat.send(ask)), undefined, ({ at }) => at.seams >= 20)
      // Leaves for the time of some seams, again and again.
      for (const seams of [45, 70, 101]) {
        seen = await watch(good(await chat.attach(ask.turn, seen.at)), seen, ({ at }) => at.seams >= seams)
      }
      seen = await watch(good(await chat.attach(ask.turn, seen.at)), seen)

      expect(seen.end?.type).toBe('done')
      expect(seen.text).toBe(benchAnswer(question))
      const [, answer] = good(await chat.open()).messages
      expect(answer).toMatchObject({ status: 'done', text: seen.text })
      expect(answer?.seams?.length).toBeGreaterThan(100)
      expect(answer?.figures?.answerTokens).toBeGreaterThan(600)
    }
  )

  it(
    '[T9] says which try is next of how many, and never more than there are',
    { timeout: 60_000 },
    async ({ expect }) => {
      const chat = newChat()
      const question = `after=20 tokens=60 ${mark()}`
      const watched = await watch(good(await chat.send(chat.ask('fault-reset:1b', question))))
      const waits = watched.seen.flatMap(event =>
        event.type === 'state' && event.data.state === 'waiting' ? [event.data] : []
      )

      expect(watched.end).toMatchObject({ type: 'problem', data: { code: 'interrupted' } })
      expect(waits.length).toBeGreaterThan(3)
      for (const { attempt, attempts } of waits) expect(attempt).toBeLessThanOrEqual(attempts)
      // Each try that brought text is the first again.
      expect(waits.filter(({ attempt }) => attempt === 2).length).toBeGreaterThan(1)
      expect(watched.text).toBe(benchAnswer(question))
    }
  )

  it('[T8] [T9] keeps count of a death that a cut came after', async ({ expect }) => {
    const chat = newChat()
    const question = `tokens=200 ${mark()}`
    const ask = chat.ask('bench-50:1b', question)
    let seen = await watch(good(await chat.send(ask)), undefined, ({ text }) => text.length > 100)
    await abortAllDurableObjects()
    let cuts = 0
    seen = await watch(good(await chat.attach(ask.turn, seen.at)), seen, ({ text, at }) => {
      if (text.length > 300 && cuts++ === 0) void cut(question)
      return at.seams > 1
    })
    const [left] = await runInDurableObject(chat.session(), (_, { storage }) =>
      storage.sql.exec<{ course: string }>('SELECT course FROM turn').toArray()
    )
    good(await chat.stop(ask.turn))

    const course = JSON.parse(left?.course ?? '') as Course
    expect(course.lives).toBe(1)
    // Other files' tests cut whatever the demo is writing.
    expect(course.tries).toBeGreaterThan(1)
  })

  it('[T9] asks the box once for each further try', async ({ expect }) => {
    const chat = newChat()
    const question = `tokens=120 ${mark()}`
    let cuts = 0
    await watch(good(await chat.send(chat.ask('bench-50:1b', question))), undefined, ({ text }) => {
      if (text.length > 100 && cuts++ === 0) void cut(question)
      return false
    })
    expect(await upstream(question)).toHaveLength(2)
  })

  it('[T9] ends by its limit where the whole of it has so many tokens, whatever was cut', async ({
    expect,
  }) => {
    const chat = newChat()
    const question = `tokens=200 ${mark()}`
    let cuts = 0
    const watched = await watch(
      good(await chat.send(chat.ask('bench-50:1b', question))),
      undefined,
      ({ text }) => {
        if (text.length > 200 && cuts++ === 0) void cut(question)
        return false
      }
    )
    const [, answer] = good(await chat.open()).messages
    expect(watched.text).toBe(benchAnswer(question))
    // Tokens of the whole, and the time from its beginning.
    expect(answer?.figures?.answerTokens).toBeGreaterThanOrEqual(195)
    expect(answer?.figures?.answerTokens).toBeLessThanOrEqual(200)
    expect((answer?.figures?.totalNs ?? 0) / 1e6).toBeGreaterThan(3_000)
    expect(answer?.tokens).toBeGreaterThan(190)
  })
})
