/** Sessions and hosts die in the middle of an answer, and the answer goes on. */

import { abortAllDurableObjects, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, it } from 'vitest'
import { good, mark, newChat, type Upstream, upstream, watch } from './visitor.ts'

/** What the model writes when nobody disturbs it. */
async function undisturbed(model: string, question: string): Promise<string> {
  const chat = newChat()
  return (await watch(good(await chat.send(chat.ask(model, question))))).text
}

/** Resets every answer that the demo is writing, as a Tunnel does that falls over. */
const cutHost = () =>
  fetch(`${env.DEMO}/_demo/switch`, { method: 'PUT', body: JSON.stringify({ cut: true }) })

/** Units that a stream may hold back between two reads: a tick at the tests' rate, and a line. */
const TICK_UNITS = 60

const prefillOf = ({ messages }: Upstream): string => {
  const last = messages.at(-1)
  return last?.role === 'assistant' ? last.content : ''
}

describe('an answer goes on', () => {
  it('[T8] after the death of its session, and equals the uninterrupted one to the character', async ({
    expect,
  }) => {
    const chat = newChat()
    const question = `tokens=150 ${mark()}`
    const ask = chat.ask('bench-50:1b', question)
    const seen = await watch(good(await chat.send(ask)), undefined, ({ text }) => text.length > 300)
    await abortAllDurableObjects()

    const later = await watch(good(await chat.attach(ask.turn, seen.at)), seen)
    expect(later.end?.type).toBe('done')
    // To what survived, if it was told before the model went on, and from there to the seam.
    const rewinds = later.seen.flatMap(event => (event.type === 'rewind' ? [event.data.position] : []))
    const stored = good(await chat.open()).messages[1]
    expect(rewinds).toEqual(rewinds.toSorted((one, other) => other - one))
    expect(rewinds.at(-1)).toBe(stored?.seams?.[0])
    expect(rewinds.at(-1)).toBeLessThan(seen.at.position)
    expect(stored).toMatchObject({ status: 'done', text: later.text })
    expect(stored?.seams).toHaveLength(1)
    expect(later.text).toBe(await undisturbed('bench-fast:1b', question))
    expect((await upstream(question)).filter(request => request.ended === null)).toEqual([])
  })

  it('[T8] after the death of its session with nobody watching, woken by the alarm alone', async ({
    expect,
  }) => {
    const chat = newChat()
    const ask = chat.ask('bench-50:1b', `tokens=120 ${mark()}`)
    await watch(good(await chat.send(ask)), undefined, ({ text }) => text.length > 300)
    await abortAllDurableObjects()
    expect(await runDurableObjectAlarm(chat.session())).toBe(true)

    const whole = await watch(good(await chat.attach(ask.turn)))
    expect(whole.end).toMatchObject({ type: 'done', data: { message: { text: whole.text } } })
  })

  it('[T8] through several deaths', async ({ expect }) => {
    const chat = newChat()
    const question = `tokens=200 ${mark()}`
    const ask = chat.ask('bench-50:1b', question)
    let seen = await watch(good(await chat.send(ask)), undefined, ({ text }) => text.length > 200)
    for (const length of [500, 800]) {
      await abortAllDurableObjects()
      seen = await watch(good(await chat.attach(ask.turn, seen.at)), seen, ({ text }) => text.length > length)
    }
    const last = await watch(good(await chat.attach(ask.turn, seen.at)), seen)

    expect(last.end?.type).toBe('done')
    expect(last.text).toBe(await undisturbed('bench-fast:1b', question))
  })

  it('[T9] after the host cut it, once the host is there again; the viewer is told meanwhile', async ({
    expect,
  }) => {
    const chat = newChat()
    const question = `tokens=150 ${mark()}`
    const ask = chat.ask('bench-50:1b', question)
    let cuts = 0
    const watched = await watch(good(await chat.send(ask)), undefined, ({ text }) => {
      if (text.length > 200 && cuts++ === 0) void cutHost()
      return false
    })

    expect(watched.end?.type).toBe('done')
    expect(watched.seen.some(event => event.type === 'state' && event.data.state === 'waiting')).toBe(true)
    expect(watched.text).toBe(await undisturbed('bench-fast:1b', question))
    expect(good(await chat.open()).messages[1]).toMatchObject({ status: 'done', text: watched.text })
  })

  it.for(['fault-cut-then-continue:1b', 'fault-stall:1b', 'fault-error-line:1b'])(
    '[T9] %s: what the upstream sent up to the seam, and what it sent after it',
    async (model, { expect }) => {
      const chat = newChat()
      const question = `after=20 ${mark()}`
      const watched = await watch(good(await chat.send(chat.ask(model, question))))
      const requests = (await upstream(question)).filter(request => request.content !== '')
      const stored = good(await chat.open()).messages[1]

      expect(stored?.text).toBe(watched.text)
      // Each request but the first was asked to go on from the text that the one before had reached, without its end of
      // space, and but for what the break took of the last tick.
      for (const [n, { messages }] of requests.entries()) {
        const before = requests[n - 1]
        if (before === undefined) continue
        const sent = prefillOf(before) + before.content
        const seam = messages.at(-1)?.content ?? ''
        expect(sent.startsWith(seam)).toBe(true)
        expect(seam).toBe(seam.trimEnd())
        expect(sent.length - seam.length).toBeLessThan(TICK_UNITS)
      }
      const last = requests.at(-1)
      if (last === undefined) throw new Error('nothing was asked')
      const whole = prefillOf(last) + last.content
      expect(whole.startsWith(watched.text)).toBe(true)
      expect(whole.length - watched.text.length).toBeLessThan(TICK_UNITS)
    }
  )
})
