/** A box that goes away and comes back, with all of Burrow between it and whoever asks meanwhile. */

import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../../demo/server.ts'
import type { OpenChat, Status } from '../../workers/protocol/nouns.ts'
import { launchChromium } from '../chromium.ts'
import { kept, LATER, switchBox } from '../kept.ts'
import { PHONE } from '../offered.ts'
import { type Desk, type Person, sitDown, words } from '../person.ts'
import { asked, newQuestion, startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([
    startSystem({ vars: { RETRY_SECONDS: '0.2,0.4' } }),
    launchChromium(),
  ])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

// The next one begins with a box that is there, also after one that failed.
afterEach(() => switchBox(system, 'on'))

const MODEL = 'bench-50:1b'

/** They come back to the page, and it looks how the box is. */
const looks = ({ page }: Person) => page.evaluate(() => dispatchEvent(new Event('focus')))

/** How often a page of this desk asked, and how often it came back to a turn. */
function counts({ context }: Desk) {
  const all = { asks: 0, attaches: 0 }
  context.on('request', request => {
    if (request.url().endsWith('/turns')) all.asks += 1
    if (request.url().endsWith('/events')) all.attaches += 1
  })
  return all
}

/** Somebody who sits at two tabs of one chat while the box goes away. */
async function twoTabs() {
  const desk = await sitDown(browser, system.url)
  const count = counts(desk)
  const left = await desk.open()
  await left.pick(MODEL)
  await left.ask(newQuestion(3))
  await left.waitsForDone()
  const right = await desk.open(`/c/${left.chat}`)
  await right.waitsForDone()
  await switchBox(system, 'off')
  await looks(left)
  await left.page.getByPlaceholder('Ask now, read later').waitFor()
  return { desk, count, left, right }
}

describe('a question that waits for the box', () => {
  it('[L1] [T4] is asked by keys, shows in every tab, and is answered in all of them when the box is back', async ({
    expect,
  }) => {
    const { desk, count, left, right } = await twoTabs()
    await left.page
      .locator('.under')
      .getByText(/^The box is offline since .+\. You can still read and write\.$/)
      .waitFor()
    const question = newQuestion(60)
    await left.ask(question)
    for (const { log, chats } of [left, right]) {
      const line = log.locator('.foot').filter({ has: log.page().locator('[data-is=away]') })
      await line.getByText(/^Waiting for the box to come back\. Kept until tomorrow, /).waitFor()
      await line.getByRole('button', { name: 'Take it back' }).waitFor()
      await chats.locator('a [data-is=away]').waitFor()
    }
    await left.shoot('away')
    const before = { ...count }
    // One more for each, should they have heard of its beginning after it.
    expect(before.asks).toBe(2)
    expect(before.attaches).toBeLessThanOrEqual(3)
    await switchBox(system, 'on')
    await Promise.all([left.waitsForDone(), right.waitsForDone()])
    for (const each of [left, right]) expect(await each.reads()).toBe(words(benchAnswer(question)))
    expect(asked(system.demo, question)).toHaveLength(1)
    expect(await right.chats.locator('a .state').count()).toBe(0)
    expect(count.asks).toBe(before.asks)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('is asked nobody after while it does: no stream is kept, and none is begun', async ({ expect }) => {
    const { desk, count, left, right } = await twoTabs()
    await left.ask(newQuestion(3))
    await Promise.all([left, right].map(each => kept(each).waitFor()))
    // What was told of its beginning has come by the time that a new name has.
    await right.more((await right.page.title()).replace(/ · .*/, ''), 'Rename')
    await right.page.getByLabel('New name of the chat').fill('Kept')
    await right.page.getByLabel('New name of the chat').press('Enter')
    await left.row('Kept').waitFor()
    await Promise.all([left.drawn(), right.drawn()])
    const before = { ...count }
    // By now every clock of the page has rung that would ask for it.
    await left.page.clock.install()
    for (let hour = 0; hour < 3; hour++) await left.page.clock.fastForward('01:00:00')
    await left.drawn()
    expect(count).toEqual(before)
    await right.log.getByRole('button', { name: 'Take it back' }).click()
    await Promise.all([left, right].map(each => each.log.getByText('Stopped by you.').waitFor()))
    await switchBox(system, 'on')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('[T5] asked with a finger in a page that was opened meanwhile, is taken back with one, and never asked', async ({
    expect,
  }) => {
    await switchBox(system, 'off')
    const desk = await sitDown(browser, system.url, PHONE)
    const person = await desk.open()
    await person.button(LATER).waitFor()
    await person.pick(MODEL)
    const question = newQuestion(20)
    await person.field.fill(question)
    await person.button(LATER).tap()
    await kept(person).waitFor()
    expect(await person.overflow()).toBe(0)
    await person.shoot('away-phone')
    const other = await desk.open(`/c/${person.chat}`)
    await kept(other).waitFor()
    await person.log.getByRole('button', { name: 'Take it back' }).tap()
    await Promise.all([person, other].map(each => each.log.getByText('Stopped by you.').waitFor()))
    await switchBox(system, 'on')
    expect(await system.visitor().get<Status>('/api/status')).toMatchObject({ queue: 0 })
    expect(asked(system.demo, question)).toEqual([])
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('[T4] is answered when no tab is open', async ({ expect }) => {
    await switchBox(system, 'off')
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.button(LATER).waitFor()
    const question = newQuestion(20)
    await person.pick(MODEL)
    await person.ask(question)
    await kept(person).waitFor()
    const { chat } = person
    await person.page.close()
    await switchBox(system, 'on')
    await until('it is answered', async () => {
      const { messages } = (await (await desk.context.request.get(`/api/chats/${chat}`)).json()) as OpenChat
      return messages[1]?.status === 'done'
    })
    const later = await desk.open(`/c/${chat}`)
    await later.waitsForDone()
    expect(await later.reads()).toBe(words(benchAnswer(question)))
    await desk.context.close()
  })
})
