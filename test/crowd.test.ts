/** Fifty people at once before a box with one slot, of three models of which it keeps one: all are served, in fair order. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../demo/server.ts'
import type { Status } from '../workers/protocol/nouns.ts'
import type { Place } from '../workers/protocol/turn-state.ts'
import { launchChromium } from './chromium.ts'
import { sitDown, words } from './person.ts'
import { asked, atOnce, newQuestion, startSystem, type System, until } from './system.ts'
import { watch, type Watched } from './watch.ts'

const MODELS = ['bench-fast:1b', 'bench-50:1b', 'bench-25:1b'] as const
const PEOPLE = 50

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([
    startSystem({ slots: 1, resident: 1, demo: { slots: 1, room: 1, loadMs: 150 } }),
    launchChromium(),
  ])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** Somebody whose answer does not end until `letGo`: the box is theirs. */
async function holder() {
  const question = newQuestion(10)
  system.demo.switch({ hold: question })
  const { response } = await system.visitor().ask(MODELS[0], question)
  const seen = watch(response)
  await until('the box is theirs', () => asked(system.demo, question)[0]?.tokens)
  return { seen, letGo: () => system.demo.switch({ letGo: question }) }
}

const placesOf = ({ seen }: Watched): Partial<Place>[] =>
  seen.flatMap(event => (event.type === 'state' && event.data.state === 'queued' ? [event.data] : []))

const waiting = (many: number) =>
  until(`${many} wait`, async () => (await system.visitor().get<Status>('/api/status')).queue === many)

describe('a crowd', () => {
  it('[Q1] [Q2] [Q4] of fifty is answered, each of them, one at a time, with few changes of the model', async ({
    expect,
  }) => {
    const busy = await holder()
    const all = Array.from({ length: PEOPLE }, (_, n) => ({
      model: MODELS[n % MODELS.length] ?? MODELS[0],
      question: newQuestion(4),
    }))
    const watching = []
    for (const { model, question } of all) {
      const { response } = await system.visitor().ask(model, question)
      watching.push(watch(response))
    }
    await waiting(PEOPLE)
    busy.letGo()
    const seen = await Promise.all(watching)

    expect(seen.map(({ text }) => text)).toEqual(all.map(({ question }) => benchAnswer(question)))
    expect(
      atOnce(
        system.demo,
        all.map(({ question }) => question)
      )
    ).toBe(1)
    // Each with the model that is loaded, by arrival, and then the next model: nobody asks twice here.
    const order = all
      .map(({ model, question }, n) => ({ model, n, at: asked(system.demo, question)[0]?.arrivedAt ?? 0 }))
      .toSorted((a, b) => a.at - b.at)
    const changes = order.filter(({ model }, n) => model !== order[n - 1]?.model)
    expect(changes.length).toBeLessThanOrEqual(6)
    for (const model of MODELS) {
      const own = order.filter(one => one.model === model).map(({ n }) => n)
      expect(own).toEqual(own.toSorted((a, b) => a - b))
    }
    // Whoever is told that they stand further back is told why.
    for (const one of seen) {
      const places = placesOf(one)
      const risen = places.filter(({ position = 0 }, n) => position > (places[n - 1]?.position ?? Infinity))
      expect(risen.filter(({ why }) => why === undefined)).toEqual([])
    }
  })

  it('[Q4] [T12] reads true places in two browsers; leaving frees the place at once', async ({ expect }) => {
    const busy = await holder()
    const desks = await Promise.all([1, 2, 3].map(() => sitDown(browser, system.url)))
    const questions = desks.map(() => newQuestion(20))
    const people = []
    for (const [n, desk] of desks.entries()) {
      const person = await desk.open()
      await person.pick(MODELS[0])
      await person.ask(questions[n] ?? '')
      await person.log
        .getByText(n === 0 ? /^You are next\./ : n === 1 ? /^You are 2nd\./ : /^You are 3rd\./)
        .waitFor()
      people.push(person)
    }
    const [first, second, third] = people
    await third?.shoot('queue-3rd')
    await second?.log.getByRole('button', { name: 'Leave the queue' }).click()
    await second?.log.getByText(/^Stopped by you/).waitFor()
    await third?.log.getByText(/^You are 2nd\./).waitFor()
    system.demo.switch({ hold: questions[0] ?? '' })
    busy.letGo()
    await third?.log.getByText(/^You are next\./).waitFor()
    system.demo.switch({ letGo: questions[0] ?? '' })
    await Promise.all([first?.waitsForDone(), third?.waitsForDone()])

    expect(await first?.reads()).toBe(words(benchAnswer(questions[0] ?? '')))
    expect(await third?.reads()).toBe(words(benchAnswer(questions[2] ?? '')))
    expect(asked(system.demo, questions[1] ?? '')).toEqual([])
    expect(desks.flatMap(({ wrongs }) => wrongs)).toEqual([])
    await Promise.all(desks.map(({ context }) => context.close()))
  })
})
