/** Names that others have chosen, of models and of chats: many, long, and from right to left. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { LONG, offered, PHONE } from '../offered.ts'
import { sitDown } from '../person.ts'
import { newQuestion, startSystem, type System } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

describe('a long name', () => {
  it('takes nothing from Send, and two lines under the composer, of which the rest can be read', async ({
    expect,
  }) => {
    const { desk, person } = await offered(browser, system.url, [LONG, `${LONG}-2`, `${LONG}-3`], 3, PHONE)
    await person.field.fill('hi')
    const send = await person.button('Send message').boundingBox()
    expect([send?.width, send?.height]).toEqual([44, 44])
    const line = person.page.locator('.under .state')
    const words = line.locator('span').first()
    const rows = () =>
      words.evaluate(span => Math.round(span.clientHeight / parseFloat(getComputedStyle(span).lineHeight)))
    await person.shoot('phone-long-names')
    expect(await rows()).toBe(2)
    expect(await person.overflow()).toBe(0)
    await line.getByRole('button', { name: 'All' }).tap()
    expect(await rows()).toBeGreaterThan(3)
    await line.getByRole('button', { name: 'Less' }).tap()
    expect(await rows()).toBe(2)
    await desk.context.close()
  })

  it('of a chat is whole in a tooltip, in its row and above it', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    const title = newQuestion(3)
    await person.ask(title)
    await person.waitsForDone()
    expect(await person.row(title.slice(0, 20)).getAttribute('title')).toContain(title.slice(0, 40))
    expect(await person.page.locator('.room .head h1').getAttribute('title')).toContain(title.slice(0, 40))
    await desk.context.close()
  })
})

describe('a name from right to left', () => {
  it.for([
    ['in Hebrew', 'גאות ושפל'],
    ['that turns the direction by itself', 'evil \u202e gnp.exe'],
  ])('%s turns nothing of the sentence around it', async ([, title], { expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    await person.ask(`${title}\ntokens=3`)
    await person.waitsForDone()
    await person.chats.getByRole('button', { name: /^More for/ }).click()
    await person.page.getByRole('menuitem', { name: 'Delete' }).click()
    const said = person.page.locator('.toast p')
    await person.shoot('right-to-left')
    // From left to right: the sentence begins before the name and ends behind it.
    const [first, last] = await said.evaluate(paragraph => {
      const text = paragraph.firstChild as Text
      const at = (from: number) => {
        const range = document.createRange()
        range.setStart(text, from)
        range.setEnd(text, from + 1)
        return range.getBoundingClientRect()
      }
      const end = text.data.length - 1
      const name = Array.from({ length: end - 10 }, (_, n) => at(9 + n))
      return [
        Math.min(...name.map(({ left }) => left)) - at(0).right,
        at(end).left - Math.max(...name.map(({ right }) => right)),
      ]
    })
    expect(first).toBeGreaterThan(0)
    expect(last).toBeGreaterThan(0)
    await desk.context.close()
  })
})

describe('the chosen theme', () => {
  it('is ticked, and not marked by its colour alone', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.button('Theme').click()
    await person.page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await person.button('Theme').click()
    const ticks = await person.page
      .getByRole('menuitemradio')
      .evaluateAll(items => items.map(item => getComputedStyle(item, '::before').borderRightWidth))
    expect(ticks).toEqual(['0px', '0px', '2px'])
    await person.shoot('theme')
    await desk.context.close()
  })
})
