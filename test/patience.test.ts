/** A box that is busy or slow, behind a way that gives up on silence: it is let go of and asked again, and that is no fault. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Status } from '../workers/protocol/nouns.ts'
import { asked, emptyMemory, newMark, startSystem, type System, until } from './system.ts'
import type { Visitor } from './visitor.ts'
import { watch } from './watch.ts'

const LET_GO_SECONDS = 1
const WAIT_SECONDS = 5

/** Longer than the way to the box allows, and than a question may wait in all. */
const LOAD_MS = 20_000

let system: System
let visitor: Visitor
beforeAll(async () => {
  system = await startSystem({
    demo: { slots: 1, loadMs: LOAD_MS },
    vars: {
      LET_GO_SECONDS: `${LET_GO_SECONDS}`,
      WAIT_SECONDS: `${WAIT_SECONDS}`,
      MODELS: 'bench-fast:1b, fault-silent:1b, fault-hang:1b, badger:70b',
    },
  })
  visitor = system.visitor()
  await visitor.chats()
})
afterAll(() => system.stop())

async function live(model: string, words: string) {
  const question = `${newMark()} ${words}`
  const { response } = await system.visitor().ask(model, question)
  return { watched: await watch(response), requests: () => asked(system.demo, question) }
}

describe('a silent box', () => {
  it('[T12] that serves others answers all in the end, though it takes longer than one may wait', async ({
    expect,
  }) => {
    const words = 'silent=0 tokens=50 rate=20'
    const all = await Promise.all(Array.from({ length: 3 }, () => live('fault-silent:1b', words)))

    expect(all.map(({ watched }) => watched.message?.status)).toEqual(['done', 'done', 'done'])
    const said = all.flatMap(({ watched }) => watched.states)
    expect(said).toContain('queued')
    expect(said.filter(state => state !== 'queued' && state !== 'reading')).toEqual([])
    expect(Math.max(...all.map(({ requests }) => requests().length))).toBeGreaterThan(3)
  })

  // Before the next: what was let go of there may be read on, and a model that comes beside it may wait for that.
  it('that loads for longer than the way allows is asked twice, and the reason is said', async ({
    expect,
  }) => {
    await emptyMemory(system.demo)
    const { watched, requests } = await live('badger:70b', '')

    expect(watched.problem).toMatchObject({ code: 'load_too_long', retryable: false })
    expect(watched.states).toEqual(['loading', 'queued'])
    expect(requests()).toHaveLength(2)
  })

  it('that never comes to a question is waited for as long as is right', async ({ expect }) => {
    const { watched, requests } = await live('fault-hang:1b', '')

    expect(watched.problem).toMatchObject({ code: 'waited_too_long', retryable: true })
    expect(watched.states).not.toContain('waiting')
    expect(requests().length).toBeGreaterThan(2)
    expect(requests().length).toBeLessThanOrEqual(WAIT_SECONDS / LET_GO_SECONDS)
    await until('all are closed', () => requests().every(({ ended }) => ended === 'closed by client'))
  })
})

it('what is loaded but not offered is nobody’s business', async ({ expect }) => {
  await emptyMemory(system.demo)
  const body = JSON.stringify({ model: 'scribe:8b', messages: [] })
  await (await fetch(`${system.demo.url}/api/chat`, { method: 'POST', body })).text()
  await live('bench-fast:1b', 'tokens=2')

  // The box is looked at once a second at most.
  const loaded = await until('something is loaded', async () => {
    const told = await visitor.get<Status>('/api/status')
    return told.loaded.includes('bench-fast:1b') && told.loaded
  })
  expect(loaded).toEqual(['bench-fast:1b'])
})
