/** Of several versions the one that was looked at last is the one that is there after a reload. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../../demo/server.ts'
import { launchChromium } from '../chromium.ts'
import { type Desk, type Person, sitDown, words } from '../person.ts'
import { asked, newQuestion, startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** A question in two versions, of which the second is shown. */
async function twoVersions(desk: Desk): Promise<{ person: Person; first: string; second: string }> {
  const person = await desk.open()
  const [first, second] = [newQuestion(10), newQuestion(20)]
  await person.pick('bench-fast:1b')
  await person.ask(first)
  await person.waitsForDone()
  await person.button('Edit').click()
  await person.page.getByLabel('Edit your question').fill(second)
  await person.button('Ask again').click()
  await person.log.getByText('2 / 2').waitFor()
  await person.waitsForDone()
  return { person, first, second }
}

/** Comes back to a chat of two versions with `kept` for what the browser remembers, which no chat saw being written. */
async function reopens({ page, log, chat }: Person, kept: string): Promise<void> {
  await page.goto('/api/status')
  await page.evaluate(text => localStorage.setItem('burrow:branches', text), kept)
  await page.goto(`/c/${chat}`)
  await log.getByText('2 / 2').waitFor()
}

describe('the version that was chosen', () => {
  it('is there after a reload, and the next question goes on from it', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const { person, first } = await twoVersions(desk)
    await person.button('Earlier version').click()
    await person.log.getByText('1 / 2').waitFor()
    await person.page.reload()
    await person.log.getByText('1 / 2').waitFor()
    expect(await person.reads()).toBe(words(benchAnswer(first)))
    const next = newQuestion(5)
    await person.ask(next)
    await person.page.getByText(next).first().waitFor()
    await person.waitsForDone()
    expect(asked(system.demo, next)[0]?.messages.map(({ content }) => content)).toEqual([
      first,
      benchAnswer(first),
      next,
    ])
    await person.page.reload()
    await person.log.getByText('1 / 2').waitFor()
    expect(await person.reads()).toBe(words(benchAnswer(next)))
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('is forgotten for what was asked since, and where Burrow knows it no more', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const { person, second } = await twoVersions(desk)
    await person.button('Earlier version').click()
    await person.log.getByText('1 / 2').waitFor()
    await person.button('Later version').click()
    await person.log.getByText('2 / 2').waitFor()
    await person.page.reload()
    await person.log.getByText('2 / 2').waitFor()
    expect(await person.reads()).toBe(words(benchAnswer(second)))

    await reopens(person, JSON.stringify([[person.chat, crypto.randomUUID()]]))
    const kept = () => person.page.evaluate(() => localStorage.getItem('burrow:branches'))
    await until('it is forgotten', async () => (await kept()) === null)
    await reopens(person, '{"not": [1, "a list')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('is no trouble where a browser keeps nothing', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    await desk.context.addInitScript(() =>
      Object.defineProperty(globalThis, 'localStorage', {
        get() {
          throw new DOMException('denied', 'SecurityError')
        },
      })
    )
    const { person, first } = await twoVersions(desk)
    await person.button('Earlier version').click()
    await person.log.getByText('1 / 2').waitFor()
    expect(await person.reads()).toBe(words(benchAnswer(first)))
    await person.page.reload()
    await person.log.getByText('2 / 2').waitFor()
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('is kept for the last 200 chats', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const { person } = await twoVersions(desk)
    await person.page.evaluate(() => {
      const many = Array.from({ length: 300 }, (_, n) => [`chat-${n}`, `message-${n}`])
      localStorage.setItem('burrow:branches', JSON.stringify(many))
    })
    await person.button('Earlier version').click()
    await person.log.getByText('1 / 2').waitFor()
    const kept: unknown[][] = JSON.parse(
      await person.page.evaluate(() => localStorage.getItem('burrow:branches') ?? '[]')
    )
    expect(kept).toHaveLength(200)
    expect(kept.at(-1)?.[0]).toBe(person.chat)
    await desk.context.close()
  })
})
