/** Sessions and hosts die in the middle of an answer, and the answer goes on. */

import { abortAllDurableObjects, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, it } from 'vitest'
import { left, NOTHING } from './storage.ts'
import { closed, good, newChat, upstream, watch, mark } from './visitor.ts'

/** What the model writes when nobody disturbs it. */
async function undisturbed(model: string, question: string): Promise<string> {
  const chat = newChat()
  return (await watch(good(await chat.send(chat.ask(model, question))))).text
}

/** Resets every answer that the demo is writing, as a Tunnel does that falls over. */
const cutHost = () =>
  fetch(`${env.DEMO}/_demo/switch`, { method: 'PUT', body: JSON.stringify({ cut: true }) })

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

  it.for(['fault-cut-then-continue:1b', 'fault-runner-dies:1b', 'fault-stall:1b', 'fault-error-line:1b'])(
    '[T9] %s: what the upstream sent up to the seam, and what it sent after it',
    async (model, { expect }) => {
      const chat = newChat()
      const question = `after=20 ${mark()}`
      const watched = await watch(good(await chat.send(chat.ask(model, question))))
      const requests = (await upstream(question)).filter(request => request.content !== '')
      const stored = good(await chat.open()).messages[1]

      expect(stored?.text).toBe(watched.text)
      // Each request but the first was asked to go on from the text that the one before had reached, without its end of space.
      for (const [n, { messages }] of requests.entries()) {
        const before = requests.slice(0, n).reduce((text, one) => (text + one.content).trimEnd(), '')
        expect(n === 0 ? '' : messages.at(-1)?.content).toBe(before)
      }
      expect(watched.text).toBe(requests.reduce((text, one) => text.trimEnd() + one.content, ''))
    }
  )
})

describe('an answer that cannot be gone on with', () => {
  it('[T8] ends interrupted, keeps all that was journaled, and no second answer stands behind it', async ({
    expect,
  }) => {
    const chat = newChat()
    const question = mark()
    const ask = chat.ask('parrot:1b', question)
    const seen = await watch(good(await chat.send(ask)), undefined, ({ text }) => text.length > 300)
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
