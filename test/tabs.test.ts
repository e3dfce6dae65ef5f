/** Several tabs at a first visit: one browser is one visitor. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from './chromium.ts'
import { type Desk, sitDown } from './person.ts'
import { startSystem, type System } from './system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** Without the mending, tabs at once were several visitors in every second round. */
const ROUNDS = 12

/** Answers, when it is asked, the cookies that Burrow has given to this browser, in their order. */
function cookiesOf({ context }: Desk): () => Promise<string[]> {
  const set: Promise<string | null>[] = []
  // An answer that comes while the window is being closed is nobody's.
  context.on('response', response => void set.push(response.headerValue('set-cookie').catch(() => null)))
  return async () => (await Promise.all(set)).flatMap(cookie => cookie?.split(';', 1)[0] ?? [])
}

describe('three tabs that are opened at once at a first visit', () => {
  it('are one visitor, in each of many rounds', { timeout: 90_000 }, async ({ expect }) => {
    const visitors: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const desk = await sitDown(browser, system.url)
      const cookies = cookiesOf(desk)
      const pages = await Promise.all([1, 2, 3].map(() => desk.context.newPage()))
      const lists = pages.map(page => page.waitForResponse(sent => sent.url().endsWith('/api/chats')))
      const paths = ['/', `/c/${crypto.randomUUID()}`, '/']
      await Promise.all(pages.map((page, n) => page.goto(paths[n] ?? '/')))
      await Promise.all(lists)
      const made = await cookies()
      const [cookie, ...others] = await desk.context.cookies()
      expect(others).toEqual([])
      expect(made.at(-1)).toBe(`${cookie?.name}=${cookie?.value}`)
      visitors.push(new Set(made).size)
      await desk.context.close()
    }
    expect(visitors).toEqual(Array.from({ length: ROUNDS }, () => 1))
  })

  it('see what is begun in one of them', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const [one, two, three] = await Promise.all(['/', '/', '/'].map(path => desk.open(path)))
    await one?.pick('bench-fast:1b')
    await one?.ask('tokens=3 of three tabs')
    await one?.waitsForDone()
    for (const other of [two, three]) await other?.row('tokens=3 of three tabs').waitFor()

    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})
