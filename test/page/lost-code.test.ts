/** Code that comes later than the page: a chat does not jump when it is there, and nothing is lost where it is not. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../../demo/server.ts'
import { launchChromium } from '../chromium.ts'
import { type Desk, type Person, sitDown, words } from '../person.ts'
import { startSystem, type System, until } from '../system.ts'
import { ask, good, type Visitor } from '../visitor.ts'

let system: System
let browser: Browser
let owner: Visitor
/** The address of a chat that is longer than a window. */
let path: string

beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
  owner = system.visitor()
  await owner.chats()
  const chat = owner.chat()
  path = `/c/${chat.id}`
  let parent: string | null = null
  for (let n = 0; n < 12; n += 1) {
    const question = ask('bench-fast:1b', `tokens=120, the ${n}th`, { parent })
    await good(await chat.send(question)).text()
    parent = question.turn
  }
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** The browser of whoever has the long chat. */
async function sitDownAs(viewport: { width: number; height: number }): Promise<Desk> {
  const desk = await sitDown(browser, system.url, { viewport })
  const [name = '', value = ''] = owner.cookie.split(/=(.*)/s)
  await desk.context.addCookies([{ name, value, url: system.url }])
  return desk
}

/** What moved on the page since it was opened, by the browser's own measure. */
async function shifts(person: Person): Promise<number> {
  await person.page.evaluate(() => {
    const sum = { shifted: 0 }
    new PerformanceObserver(list => {
      // The browsers' types do not know this kind of entry yet.
      for (const entry of list.getEntries()) sum.shifted += (entry as unknown as { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
    Object.assign(globalThis, { sum })
  })
  await person.drawn()
  await person.drawn()
  // Put there above.
  return person.page.evaluate(() => (globalThis as unknown as { sum: { shifted: number } }).sum.shifted)
}

/** More than this is felt as a jump. */
const MOST_SHIFT = 0.05

describe('a long chat', () => {
  it.for([
    { width: 1280, height: 800 },
    { width: 390, height: 800 },
  ])(
    'does not jump when it is opened and reloaded, $width pixels wide',
    { timeout: 60_000 },
    async (view, { expect }) => {
      const desk = await sitDownAs(view)
      // A way to the page on which its pieces come one after another.
      await desk.context.route('**/assets/*', async route => {
        await new Promise(done => setTimeout(done, route.request().url().includes('markdown') ? 400 : 50))
        await route.continue()
      })
      const person = await desk.open(path)
      for (const how of ['opened', 'reloaded']) {
        if (how === 'reloaded') await person.page.reload()
        await person.waitsForDone()
        expect(await shifts(person)).toBeLessThan(MOST_SHIFT)
      }
      expect(desk.wrongs).toEqual([])
      await desk.context.close()
    }
  )
})

describe('what draws an answer', () => {
  it('shows its words as they were written while it is lost, and draws it once it comes', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    let lost = 0
    await desk.context.route('**/assets/markdown*', route => {
      lost += 1
      return lost <= 4 ? route.abort() : route.continue()
    })
    const person = await desk.open()
    const question = 'tokens=60 while something is lost'
    await person.pick('bench-fast:1b')
    await person.ask(question)
    await person.waitsForDone()
    expect(await person.reads()).toBe(words(benchAnswer(question)))
    await person.log.locator('.said p').first().waitFor()
    expect(await person.log.locator('.plain').count()).toBe(0)
    expect(await person.reads()).toBe(words(benchAnswer(question)))
    await desk.context.close()
  }, 40_000)

  it('is not needed to read: where it never comes, a chat that is opened shows its text', async ({
    expect,
  }) => {
    const desk = await sitDownAs({ width: 900, height: 700 })
    await desk.context.route('**/assets/markdown*', route => route.abort())
    const person = await desk.open(path)
    await person.log.locator('.plain').first().waitFor()
    expect(await person.log.locator('.plain').first().innerText()).toContain('Answer')
    await person.shoot('plain')
    await desk.context.close()
  })
})

describe('other code that is fetched when it is asked for', () => {
  it('comes after all: the figures, and the keys', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const tries = new Map<string, number>()
    await desk.context.route(/assets\/(figures|shortcuts)/, route => {
      const { pathname } = new URL(route.request().url())
      tries.set(pathname, (tries.get(pathname) ?? 0) + 1)
      return tries.get(pathname) === 1 ? route.abort() : route.continue()
    })
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    await person.ask('tokens=20')
    await person.waitsForDone()
    await person.log.locator('.foot summary').click()
    await person.log.locator('.figures').waitFor()
    await person.button('Keys').click()
    await person.page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await until('each was lost once', () => tries.size === 2)
    expect([...tries.values()].every(each => each > 1)).toBe(true)
    await desk.context.close()
  })
})
