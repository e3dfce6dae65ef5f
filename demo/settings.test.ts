/** How fast a box and how large a one the demo stands in for: set by flags when it starts, by switches while it runs. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { afterEach, describe, it } from 'vitest'

import { A, B, finished, hold, loads, names, unload, want } from './crowd.ts'
import type { Demo } from './server.ts'
import { startDemo } from './server.ts'

describe('a switch', () => {
  let demo: Demo
  afterEach(() => demo.close())

  it('makes room for fewer models, or for more, at the next load', async ({ expect }) => {
    demo = await startDemo({ rate: 0, bench: true })
    for (const model of [A, B]) await (await want(demo, model)).heard
    expect(await names(demo)).toEqual([A, B])
    demo.switch({ room: 1 })
    await (
      await want(demo, 'scribe:8b')
    ).heard
    expect(await names(demo)).toEqual(['scribe:8b'])
    demo.switch({ room: null })
    await (
      await want(demo, A)
    ).heard
    expect(await names(demo)).toEqual(['scribe:8b', A])
  })

  it('changes the slots of models that are loaded from then on', async ({ expect }) => {
    demo = await startDemo({ rate: 0, bench: true })
    const holder = await hold(demo, A)
    demo.switch({ slots: 1 })
    expect(await finished(await want(demo, A))).toBe(true)
    await holder.leave()
    await unload(demo, A)
    const next = await hold(demo, A)
    const waiting = await want(demo, A)
    const slots = async () => (await fetch(`${demo.url}/_demo/slots`)).json()
    await expect.poll(slots).toEqual({ taken: 1, waiting: 1 })
    await next.leave()
    expect(await finished(waiting)).toBe(true)
  })

  it('changes how fast it writes and how long any model loads', async ({ expect }) => {
    demo = await startDemo({ bench: true, rate: 1, everyLoadMs: 60_000 })
    demo.switch({ rate: 0, everyLoadMs: 0 })
    expect(await finished(await want(demo, 'scribe:8b'))).toBe(true)
    expect(await finished(await want(demo, 'badger:70b'))).toBe(true)
    expect(await loads(demo)).toMatchObject({ done: 2 })
  })
})

describe('the command', () => {
  const run = (...flags: string[]) =>
    spawn(process.execPath, [`${import.meta.dirname}/main.ts`, '--port', '0', '--with-parent', ...flags])

  it('takes all of them as flags', async ({ expect }) => {
    const flags = '--rate 7 --read-ms 2.5 --load-ms 8000 --slots 1 --room 2 --queue 3 --context 2048'
    const demo = run('--faults', ...flags.split(' '))
    const [said] = await once(demo.stdout, 'data')
    const url = /http\S+/.exec(String(said))?.[0] ?? ''
    const switched = await fetch(`${url}/_demo/switch`, { method: 'PUT', body: '{}' })
    expect(await switched.json()).toMatchObject({
      rate: 7,
      readMs: 2.5,
      everyLoadMs: 8000,
      slots: 1,
      room: 2,
      queue: 3,
      context: 2048,
    })
    demo.kill()
    await once(demo, 'close')
  })

  it.for([
    ['--slots', 'many', '--slots is many: it wants a number, 1 or more.\n'],
    ['--room', '0', '--room is 0: it wants a number, 1 or more.\n'],
  ] as const)('refuses %s %s and says what it wants', async ([flag, value, words], { expect }) => {
    const demo = run(flag, value)
    const [said, [code]] = await Promise.all([text(demo.stderr), once(demo, 'close')])
    expect(said).toContain(words)
    expect(code).toBe(1)
  })
})
