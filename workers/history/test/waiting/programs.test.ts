/** Programs among those who wait: no session keeps their turn, and whatever dies or leaves, no place and no slot is lost. */

import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { afterEach, describe, it } from 'vitest'
import { benchAnswer } from '../../../../demo/showroom/bench.ts'
import type { Heard } from '../../../gateway/programs/heard.ts'
import { answerProgram, type Ended } from '../../../gateway/programs/turn.ts'
import { mark, upstream } from '../visitor.ts'
import { box, crowd, FAST, hold, holder, letGo, SLOW, through, until, waiter } from './world.ts'

/** The gateway's own environment, as far as a program's turn looks at it. */
const gateway = {
  ...(env as unknown as { BOX: DurableObjectNamespace }),
  OLLAMA_HOSTS: JSON.stringify([{ url: env.DEMO, slots: 1, resident: 64 }]),
  COOKIE_SECRET: 'a secret of the tests and of no other',
}

const running = new Set<{ leaves(): void; ended: Promise<Ended> }>()
afterEach(async () => {
  for (const one of running) {
    one.leaves()
    await one.ended
  }
  running.clear()
})

/** A program that asks, and all that it hears. */
function program(words = 'tokens=20', model = FAST) {
  const question = `${words} ${mark()}`
  const turn = uuid()
  const stop = new AbortController()
  const heard: Heard[] = []
  const behind: Promise<unknown>[] = []
  const asked = {
    turn,
    requestId: turn,
    program: uuid(),
    model,
    messages: [{ role: 'user' as const, content: question }],
    think: false,
    tokens: 100,
    written: 0,
    again: false,
  }
  const ended = answerProgram(asked, {
    env: gateway,
    stop: stop.signal,
    hear: more => Promise.resolve(void heard.push(...more)),
    later: work => void behind.push(work),
  })
  const one = {
    question,
    ended,
    heard,
    leaves: () => stop.abort(new Error('It has left.')),
    text: () => heard.flatMap(each => (each.is === 'delta' ? [each.text] : [])).join(''),
  }
  running.add(one)
  return one
}

const stands = (queue: number, answering: number) =>
  until(async () => {
    const now = await crowd()
    return now.queue === queue && now.answering === answering
  })

/** A program that waits behind somebody. */
async function waits() {
  const busy = await holder()
  const one = program()
  await stands(1, 1)
  return { busy, one }
}

describe('a program that waits', () => {
  it('[Q1] [Q4] is told its place, has its turn, and the next has theirs behind it', async ({ expect }) => {
    const { busy, one } = await waits()
    const next = await waiter()
    await busy.letGo()

    expect(await one.ended).toMatchObject({ how: 'done' })
    expect(one.heard[0]).toMatchObject({ is: 'place', place: { position: 1, ahead: 0 } })
    expect(one.text()).toBe(benchAnswer(one.question))
    expect((await through(next)).text).toBe(benchAnswer(next.question))
    await stands(0, 0)
  })

  it('[Q4] leaves its place at once when it leaves', async ({ expect }) => {
    const { busy, one } = await waits()
    const next = await waiter()
    one.leaves()
    expect(await one.ended).toEqual({ how: 'stopped' })
    await stands(1, 1)
    await busy.letGo()

    expect((await through(next)).text).toBe(benchAnswer(next.question))
    expect(await upstream(one.question)).toEqual([])
  })

  it.for([
    ['put away', () => evictDurableObject(box())],
    ['killed with everything else', () => abortAllDurableObjects()],
  ] as const)('[Q4] keeps its place, and has its turn, when the Box is %s', async ([, end], { expect }) => {
    const { busy, one } = await waits()
    const seen = busy.seen.catch(() => through(busy))
    await end()
    await busy.letGo()

    await seen
    expect(await one.ended).toMatchObject({ how: 'done' })
    expect(one.text()).toBe(benchAnswer(one.question))
    expect(await upstream(one.question)).toHaveLength(1)
  })
})

describe('a program that is answered', () => {
  it('and leaves ends its upstream request at once, and its slot is free', async ({ expect }) => {
    const one = program('tokens=2000', SLOW)
    await until(async () => one.text().length > 20)
    one.leaves()
    expect(await one.ended).toEqual({ how: 'stopped' })
    await until(async () => (await upstream(one.question))[0]?.ended !== undefined)
    await stands(0, 0)
  })

  it('and leaves before its first word ends it too', async ({ expect }) => {
    const one = program('tokens=2000 silent=20000', 'fault-silent:1b')
    await until(async () => (await upstream(one.question)).length === 1)
    one.leaves()
    expect(await one.ended).toEqual({ how: 'stopped' })
    await stands(0, 0)
  })

  it('keeps its slot to its end when the Box dies', async ({ expect }) => {
    const one = program('tokens=60', SLOW)
    await hold(one.question)
    await until(async () => one.text().length > 20)
    await abortAllDurableObjects()
    const next = await waiter()
    expect(await crowd()).toEqual({ queue: 1, answering: 1 })
    await letGo(one.question)

    expect(await one.ended).toMatchObject({ how: 'done' })
    expect(one.text()).toBe(benchAnswer(one.question))
    expect((await through(next)).text).toBe(benchAnswer(next.question))
  })

  it('whose answer breaks off ends with that, and its slot is free', async ({ expect }) => {
    const one = program('x', 'fault-no-done:1b')
    expect(await one.ended).toMatchObject({ how: 'cut', problem: { code: 'incomplete' } })
    expect(one.heard.at(-1)).toMatchObject({ is: 'problem' })
    await stands(0, 0)
  })
})
