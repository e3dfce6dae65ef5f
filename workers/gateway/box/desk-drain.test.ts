/** What a stop leaves behind: Ollama reads a prompt to its end, whoever has gone, and meanwhile its slot is not free. */

import { beforeEach, describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { UNTIL } from '../testing/around.ts'
import { type Of, Scene } from '../testing/scene.ts'

inPretendedTime()

let scene: Scene

/** A host that has been seen to read 20 tokens a second, and has loaded its model. */
async function known(of: Of = {}): Promise<void> {
  scene = new Scene(of)
  await scene.ask('before')
  await pass(8)
  scene.end('before', { figures: { promptTokens: 200, promptNs: 10e9, answerTokens: 10, answerNs: 1e9 } })
}

beforeEach(() => known())

/** Seconds, at most, after which the waiting turn is offered the slot. */
async function secondsUntil(turn: string): Promise<number> {
  for (let seconds = 0; seconds <= 1_000; seconds += 1) {
    if (scene.offered.includes(turn)) return seconds
    await pass(1)
  }
  return Infinity
}

async function stopped(tokens: number, how: 'stopped' | 'cut' | 'failed' = 'stopped'): Promise<void> {
  await scene.ask('first', { tokens })
  await scene.ask('second')
  scene.end('first', { how, read: false })
}

describe('[Q2] a turn that is stopped while its prompt is read', () => {
  it.each([
    { tokens: 600, seconds: 0, why: 'at most 30 s remain' },
    { tokens: 1_000, seconds: 20, why: '30 of the 50 s remain' },
    { tokens: 3_000, seconds: 120, why: '30 of the 150 s remain' },
    { tokens: 100_000, seconds: 150, why: 'no more than 180 s are believed' },
  ])(
    'leaves its slot to the next after $seconds s with $tokens tokens: $why',
    async ({ tokens, seconds }) => {
      await stopped(tokens)
      expect(await secondsUntil('second')).toBe(seconds)
    }
  )

  it('leaves it sooner by the time for which it was read already', async () => {
    await scene.ask('first', { tokens: 1_000 })
    await scene.ask('second')
    await pass(15)
    scene.end('first', { how: 'stopped', read: false })

    expect(await secondsUntil('second')).toBe(5)
  })

  it('leaves it at once where the prompt was read, or the answer came to its end', async () => {
    await scene.ask('first', { tokens: 3_000 })
    await scene.ask('second')
    scene.end('first', { how: 'stopped', read: true })
    expect(await secondsUntil('second')).toBe(0)
  })

  it('leaves it at once where it was read, though its model came sooner than changes are known to take', async () => {
    scene = new Scene({ models: ['a', 'b', 'c'] })
    for (const model of ['a', 'b']) {
      await scene.ask(`slow ${model}`, { model, tokens: 100 })
      await pass(300)
      scene.end(`slow ${model}`, { model, figures: { loadNs: 300e9, promptTokens: 200, promptNs: 10e9 } })
    }
    await scene.ask('first', { model: 'c' })
    await scene.ask('second', { model: 'c' })
    await pass(1)
    scene.end('first', { model: 'c', figures: { loadNs: 1e9, promptTokens: 100, promptNs: 1e9 } })

    expect(await secondsUntil('second')).toBe(0)
  })

  it('leaves it at once where its host refused it', async () => {
    await scene.ask('first', { tokens: 3_000 })
    await scene.ask('second')
    scene.desk.leave(scene.leases.get('first')?.lease ?? '', true)
    scene.report('first', { how: 'failed', read: false })
    expect(await secondsUntil('second')).toBe(0)
  })

  it('holds up who comes later, too, and in the next life of the Box', async () => {
    await scene.ask('first', { tokens: 1_000 })
    scene.end('first', { how: 'stopped', read: false })
    scene.dies()
    expect(await scene.enter('second')).toMatchObject({
      queued: { place: { position: 1, drainsMs: 20_000 } },
    })
    expect(await secondsUntil('second')).toBe(20)
  })

  it('drains no longer than what of the chat was not read before', async () => {
    const session = { owner: 'of first', chat: 'a chat', until: UNTIL }
    await scene.ask('earlier', { session, tokens: 2_500 })
    scene.end('earlier', {
      figures: { promptTokens: 2_400, promptNs: 120e9, answerTokens: 100, answerNs: 1e9 },
    })
    await scene.ask('first', { session, tokens: 3_500 })
    await scene.ask('second')
    scene.end('first', { how: 'stopped', read: false })

    expect(await secondsUntil('second')).toBe(20)
  })
})

describe('[Q2] a turn that is cut while its prompt is read', () => {
  const cut = async (read: boolean) => {
    await scene.ask('first', { tokens: 3_000 })
    await scene.ask('second')
    scene.leave('first')
    scene.report('first', { how: 'cut', read, last: false })
  }

  it('and does not go on drains beyond the 30 s for which its slot is kept', async () => {
    await cut(false)
    expect(await secondsUntil('second')).toBe(120)
  })

  it('and had been read to the end does not', async () => {
    await cut(true)
    expect(await secondsUntil('second')).toBe(30)
  })
})

describe('[Q2] of a host with several slots', () => {
  it('only the one drains that was stopped', async () => {
    await known({ slots: 2 })
    for (const turn of ['first', 'other']) expect(await scene.ask(turn, { tokens: 1_000 })).toBe(0)
    for (const turn of ['second', 'third']) expect(await scene.ask(turn)).toBe('queued')
    scene.end('first', { how: 'stopped', read: false })
    await pass(19)
    expect(scene.offered).toEqual([])
    scene.end('other', { how: 'stopped', read: true })
    await pass(0)
    expect(scene.offered).toEqual(['second'])
    await pass(1)

    expect(scene.offered).toEqual(['second', 'third'])
  })

  it('each drains that was stopped', async () => {
    await known({ slots: 2 })
    await scene.ask('first', { tokens: 1_000 })
    await scene.ask('other', { tokens: 2_000 })
    for (const turn of ['second', 'third']) await scene.ask(turn)
    for (const turn of ['first', 'other']) scene.end(turn, { how: 'stopped', read: false })

    expect(await secondsUntil('second')).toBe(20)
    expect(await secondsUntil('third')).toBe(50)
  })
})
