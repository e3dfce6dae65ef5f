/** The turn, as a page lives through it. */

import { describe, it } from 'vitest'
import { START } from '../../protocol/position.ts'
import { good, newChat, upstream, watch, mark } from './visitor.ts'

describe('a turn', () => {
  it('[T1] [T6] ends once, and its pieces joined equal the text in history', async ({ expect }) => {
    const chat = newChat()
    const question = `tokens=120 ${mark()}`
    const watched = await watch(good(await chat.send(chat.ask('bench-fast:1b', question))))
    const { messages, running } = good(await chat.open())

    expect(watched.seen.filter(event => event.type === 'done' || event.type === 'problem')).toHaveLength(1)
    expect(messages.map(message => [message.role, message.status])).toEqual([
      ['user', 'done'],
      ['assistant', 'done'],
    ])
    expect(messages[1]?.text).toBe(watched.text)
    expect((await upstream(question))[0]?.content).toBe(watched.text)
    expect(messages[1]?.figures).toMatchObject({ reason: 'stop', answerTokens: 120 })
    expect(running).toBeNull()
  })

  it('[T2] sent twice at the same moment is one turn with two viewers', async ({ expect }) => {
    const chat = newChat()
    const question = `tokens=40 ${mark()}`
    const ask = chat.ask('bench-50:1b', question)
    const [one, two] = await Promise.all([chat.send(ask), chat.send(ask)])
    const [first, second] = await Promise.all([watch(good(one)), watch(good(two))])

    expect(second.text).toBe(first.text)
    expect(await upstream(question)).toHaveLength(1)
    expect(good(await chat.open()).messages).toHaveLength(2)
  })

  it('[T2] sent again after its end gives the same answer, not another', async ({ expect }) => {
    const chat = newChat()
    const question = `tokens=30 ${mark()}`
    const ask = chat.ask('bench-fast:1b', question)
    const first = await watch(good(await chat.send(ask)))
    const again = await watch(good(await chat.send(ask)))

    expect(again.text).toBe(first.text)
    expect(again.end?.type).toBe('done')
    expect(await upstream(question)).toHaveLength(1)
  })

  it('[T3] is alone in its chat: another is refused and told which one runs', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('bench-50:1b', `tokens=60 ${mark()}`)
    const running = good(await chat.send(ask))
    const refused = await chat.send(chat.ask('bench-fast:1b', 'me too'))

    expect(refused).toMatchObject({ ok: false, problem: { code: 'chat_busy', turn: ask.turn } })
    expect((await watch(running)).end?.type).toBe('done')
  })

  it('[T4] goes on when its only viewer leaves', async ({ expect }) => {
    const chat = newChat()
    const question = `tokens=60 ${mark()}`
    const ask = chat.ask('bench-50:1b', question)
    const left = await watch(good(await chat.send(ask)), undefined, ({ text }) => text.length > 20)
    expect(left.end).toBeUndefined()

    const { messages, running } = good(await chat.open())
    expect(running?.turn).toBe(ask.turn)
    expect(messages[1]).toMatchObject({ status: 'running' })

    const whole = await watch(good(await chat.attach(ask.turn)))
    expect(whole.end?.type).toBe('done')
    expect((await upstream(question))[0]).toMatchObject({ ended: 'finished', content: whole.text })
  })

  it('[T6] cut and attached again at many places loses and repeats nothing', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('thinker-alternating:1b', mark(), { think: true })
    let watched = await watch(good(await chat.send(ask)), undefined, ({ seen }) => seen.length >= 5)
    for (let cuts = 0; watched.end === undefined && cuts < 100; cuts += 1) {
      watched = await watch(
        good(await chat.attach(ask.turn, watched.at)),
        watched,
        ({ seen }) => seen.length >= 5
      )
    }
    const stored = good(await chat.open()).messages[1]

    expect(watched.end?.type).toBe('done')
    expect(watched.text).toBe(stored?.text)
    expect(watched.thinking).toBe(stored?.thinking)
  })

  it('[T7] shows all that had come when the box falls silent in the middle of a burst', async ({
    expect,
  }) => {
    const chat = newChat()
    const ask = chat.ask('fault-stall:1b', 'tokens=200 after=100 rate=3000')
    let last = ''
    for await (const chunk of good(await chat.send(ask))) {
      last = new TextDecoder().decode(chunk)
      if (last.includes('"waiting"')) break
    }
    good(await chat.stop(ask.turn))

    // Long before it was noticed that the box is silent: what tells of that brings no text.
    expect(last).not.toContain('event: text')
  })

  it('[T12] says that the model is loading, before the first token', async ({ expect }) => {
    const chat = newChat()
    const { seen } = await watch(
      good(await chat.send(chat.ask('badger:70b', mark()))),
      undefined,
      w => w.text !== ''
    )
    const states = seen.filter(event => event.type === 'state').map(event => event.data.state)

    // Another model may be in memory, and the box be busy with it: then nobody knows that this one is being loaded.
    expect(['loading', 'queued']).toContain(states[0])
    expect(seen.at(-1)?.type).toBe('text')
  })

  it('[T12] says that a loaded model reads, before the first token', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('fault-silent:1b', `silent=900 ${mark()}`)
    const { seen } = await watch(good(await chat.send(ask)), undefined, w => w.text !== '')
    const states = seen.filter(event => event.type === 'state').map(event => event.data.state)

    expect(states).toEqual(['reading'])
    expect(seen.at(-1)?.type).toBe('text')
  })

  it('keeps the context: the path from the root to the question, and nothing of its siblings', async ({
    expect,
  }) => {
    const chat = newChat()
    const first = chat.ask('bench-fast:1b', `tokens=5 first ${mark()}`)
    const answered = await watch(good(await chat.send(first)))
    await watch(good(await chat.send(chat.ask('bench-fast:1b', 'tokens=5 sibling', { parent: first.turn }))))
    const question = `tokens=5 second ${mark()}`
    await watch(good(await chat.send(chat.ask('bench-fast:1b', question, { parent: first.turn }))))

    expect((await upstream(question))[0]?.messages).toEqual([
      { role: 'user', content: first.text },
      { role: 'assistant', content: answered.text },
      { role: 'user', content: question },
    ])
  })

  it('asks again for the same question: a sibling answer, and the question is not written twice', async ({
    expect,
  }) => {
    const chat = newChat()
    const question = `tokens=5 ${mark()}`
    const ask = chat.ask('bench-fast:1b', question)
    await watch(good(await chat.send(ask)))
    const asked = good(await chat.open()).messages[0]
    await watch(good(await chat.send(chat.ask('bench-fast:1b', undefined, { parent: asked?.id ?? null }))))

    const { messages } = good(await chat.open())
    expect(messages.map(message => message.role)).toEqual(['user', 'assistant'])
    expect(messages[1]).toMatchObject({ parent: asked?.id, siblings: [ask.turn, messages[1]?.id] })
    expect(good(await chat.open({ through: ask.turn })).messages[1]?.id).toBe(ask.turn)
    expect((await upstream(question)).at(-1)?.messages).toHaveLength(1)
  })

  it('is refused when what it answers to is not there, or is no place for it', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('bench-fast:1b', 'tokens=5')
    await watch(good(await chat.send(ask)))
    const question = good(await chat.open()).messages[0]

    const nowhere = await chat.send(chat.ask('bench-fast:1b', 'x', { parent: crypto.randomUUID() }))
    const misplaced = await chat.send(chat.ask('bench-fast:1b', 'x', { parent: question?.id ?? null }))
    expect(nowhere).toMatchObject({ ok: false, problem: { code: 'not_found' } })
    expect(misplaced).toMatchObject({ ok: false, problem: { code: 'bad_request' } })
    expect(good(await chat.open()).messages).toHaveLength(2)
  })

  it('attached to behind the end of an answer with thinking begins it again', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('ponder:14b', mark(), { think: true })
    const first = await watch(good(await chat.send(ask)))
    const later = await watch(good(await chat.attach(ask.turn, { position: 7, seams: 0 })), {
      thinking: first.thinking.slice(0, 7),
      text: '',
      at: START,
    })

    expect(first.thinking).not.toBe('')
    expect(later.thinking).toBe(first.thinking)
    expect(later.text).toBe(first.text)
  })
})
