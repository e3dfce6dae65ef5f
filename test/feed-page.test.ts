/** What happens in one window shows in the others of the same visitor: on the telephone, on the desk, after sleep. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../demo/server.ts'
import { launchChromium } from './chromium.ts'
import { type Desk, sitDown, words } from './person.ts'
import { asked, newQuestion, startSystem, type System, until } from './system.ts'
import { startWire } from './wire.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** Another device of the same visitor's, at this address of Burrow's. */
async function sitDownToo({ context }: Desk, url = system.url): Promise<Desk> {
  const other = await sitDown(browser, url)
  await other.context.addCookies(await context.cookies())
  return other
}

describe.concurrent('a turn', () => {
  it('[L1] begun on the telephone appears on the idle desktop, streams there and finishes there', async ({
    expect,
  }) => {
    const phone = await sitDown(browser, system.url, { viewport: { width: 390, height: 800 } })
    const hand = await phone.open()
    const [first, second] = [newQuestion(10), newQuestion(120)]
    await hand.pick('bench-50:1b')
    await hand.ask(first)
    await hand.waitsForDone()
    const desktop = await sitDownToo(phone)
    const eye = await desktop.open(`/c/${hand.chat}`)
    await eye.waitsForDone()

    system.demo.switch({ hold: second })
    await hand.ask(second)
    await eye.page.getByText(second).first().waitFor()
    await eye.log.locator('.state[data-is=writing]').waitFor()
    await eye.row(first).locator('[data-is=writing]').waitFor()
    await eye.sees(200)
    await eye.shoot('elsewhere-writing')
    system.demo.switch({ letGo: second })
    await Promise.all([hand.waitsForDone(), eye.waitsForDone()])
    expect(await eye.reads()).toBe(words(benchAnswer(second)))
    expect(await eye.row(first).locator('[data-is=writing]').count()).toBe(0)
    expect(asked(system.demo, second)).toHaveLength(1)
    expect([...phone.wrongs, ...desktop.wrongs]).toEqual([])
    await Promise.all([phone.context.close(), desktop.context.close()])
  })

  it('[L1] in a new chat, a new name and a deletion show in the sidebar of another window', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const [left, right] = [await desk.open(), await desk.open()]
    const asking = newQuestion(60)
    await left.pick('bench-50:1b')
    system.demo.switch({ hold: asking })
    await left.ask(asking)
    await right.row(asking).locator('[data-is=writing]').waitFor()
    system.demo.switch({ letGo: asking })
    await left.waitsForDone()
    await until(
      'the mark is gone',
      async () => (await right.row(asking).locator('[data-is=writing]').count()) === 0
    )
    await right.row(asking).click()
    await right.waitsForDone()
    // A browser hardly draws a window that is behind another.
    await left.page.bringToFront()
    await left.more(asking, 'Rename')
    await left.page.getByLabel('New name of the chat').fill('Two windows')
    await left.page.getByLabel('New name of the chat').press('Enter')
    await right.row('Two windows').waitFor()
    await until('the tab has the name', async () => (await right.page.title()).startsWith('Two windows'))
    await left.more('Two windows', 'Delete')
    await left.button('Dismiss').click()
    await right.page.getByText('There is no such chat here.').waitFor()

    expect(await right.row('Two windows').count()).toBe(0)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})

describe.concurrent('a window', () => {
  it('[L1] that was offline catches up with all that happened meanwhile', async ({ expect }) => {
    const wire = await startWire(system.url)
    const away = await sitDown(browser, wire.url)
    const eye = await away.open()
    const [first, second, gone] = [newQuestion(5), newQuestion(20), newQuestion(6)]
    await eye.pick('bench-50:1b')
    await eye.ask(gone)
    await eye.waitsForDone()
    const lost = eye.chat
    await eye.button('New chat').first().click()
    await eye.ask(first)
    await eye.waitsForDone()
    const other = await sitDownToo(away)
    const hand = await other.open(`/c/${eye.chat}`)
    await hand.waitsForDone()

    await away.context.setOffline(true)
    wire.cut()
    await hand.pick('bench-50:1b')
    await hand.ask(second)
    await hand.waitsForDone()
    await hand.more(first, 'Rename')
    await hand.page.getByLabel('New name of the chat').fill('Renamed elsewhere')
    await hand.page.getByLabel('New name of the chat').press('Enter')
    await hand.page.evaluate(chat => fetch(`/api/chats/${chat}`, { method: 'DELETE' }), lost)
    await away.context.setOffline(false)

    await eye.row('Renamed elsewhere').waitFor()
    await until('the answer is there', async () => (await eye.reads()) === words(benchAnswer(second)))
    await until('the deleted chat is gone', async () => (await eye.row(gone).count()) === 0)
    expect(other.wrongs).toEqual([])
    await Promise.all([away.context.close(), other.context.close()])
    await wire.close()
  })

  it('[T6] [L1] that slept, its connections dead without a word, wakes to the whole answer and to what came after', async ({
    expect,
  }) => {
    const wire = await startWire(system.url)
    const laptop = await sitDown(browser, wire.url)
    const eye = await laptop.open()
    const [first, second] = [newQuestion(150), newQuestion(30)]
    await eye.pick('bench-50:1b')
    await eye.ask(first)
    await eye.sees(100)
    wire.freeze()
    const other = await sitDownToo(laptop)
    const hand = await other.open(`/c/${eye.chat}`)
    await hand.waitsForDone()
    await hand.pick('bench-50:1b')
    await hand.ask(second)
    await hand.waitsForDone()
    // What a browser says when its machine wakes up in a network.
    await eye.page.evaluate(() => dispatchEvent(new Event('online')))

    await until(
      'both answers are there',
      async () => (await eye.reads()) === words(benchAnswer(second)),
      30_000
    )
    expect(await eye.reads(0)).toBe(words(benchAnswer(first)))
    const questions = system.demo.requests.map(({ messages }) => messages.at(-1)?.content)
    expect(questions.filter(each => each === first || each === second)).toEqual([first, second])
    await Promise.all([laptop.context.close(), other.context.close()])
    await wire.close()
  }, 60_000)

  it('[L1] that cannot listen says so when that takes long, and fetches what it missed when somebody looks', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const hand = await desk.open()
    await hand.pick('bench-fast:1b')
    await hand.ask(newQuestion(5))
    await hand.waitsForDone()
    const deaf = await sitDownToo(desk)
    let since: number | undefined
    await deaf.context.routeWebSocket('**/api/live', socket => {
      since ??= Date.now()
      socket.close()
    })
    const eye = await deaf.open(`/c/${hand.chat}`)
    await eye.waitsForDone()
    const second = newQuestion(8)
    await hand.ask(second)
    await hand.page.getByText(second).first().waitFor()
    await hand.waitsForDone()
    await eye.page.getByText(/^Not live/).waitFor({ timeout: 30_000 })
    // A blip is nobody's business.
    expect(Date.now() - (since ?? Infinity)).toBeGreaterThan(9_000)
    await eye.shoot('not-live')
    await eye.page.evaluate(() => dispatchEvent(new Event('online')))

    await until('the answer is there', async () => (await eye.reads()) === words(benchAnswer(second)))
    await Promise.all([desk.context.close(), deaf.context.close()])
  }, 60_000)
})
