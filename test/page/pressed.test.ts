/** What is pressed in the log stays where it is, whatever comes of it. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { type Person, sitDown } from '../person.ts'
import { startSystem, type System } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** Low enough for a paragraph to fill it. */
const VIEW = { viewport: { width: 900, height: 520 } }

/** Pixels that are no move. */
const ROUNDING = 2

/** Where on the page the element stands that was pressed. */
const y = (person: Person, selector: string) =>
  person.log
    .locator(selector)
    .last()
    .evaluate(element => Math.round(element.getBoundingClientRect().top))

describe('what is pressed', () => {
  it('stays where it is: a fold, the figures', async ({ expect }) => {
    const desk = await sitDown(browser, system.url, VIEW)
    const person = await desk.open()
    await person.pick('ponder:14b')
    await person.button('Think').click()
    await person.ask('What is there to press?')
    await person.waitsForDone()
    for (const pressed of ['.thought summary', '.foot summary']) {
      await person.log.locator(pressed).last().scrollIntoViewIfNeeded()
      const before = await y(person, pressed)
      await person.log.locator(pressed).last().click()
      // With the keyboard too, and back.
      for (const key of ['Enter', 'Enter']) {
        await person.drawn()
        const visible = await y(person, pressed)
        expect(Math.abs(visible - before)).toBeLessThanOrEqual(ROUNDING)
        await person.log.locator(pressed).last().press(key)
      }
    }
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('opens a long question downwards, and folds it from under the hand', async ({ expect }) => {
    const desk = await sitDown(browser, system.url, VIEW)
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    await person.ask(`tokens=300\n${'and long, line by line\n'.repeat(60)}`)
    await person.waitsForDone()
    const button = '.ask > .btn'
    await person.log.locator(button).scrollIntoViewIfNeeded()
    const beginning = await y(person, '.ask')
    await person.button('Show all').click()
    await person.button('Show less').waitFor()
    expect(Math.abs((await y(person, '.ask')) - beginning)).toBeLessThanOrEqual(ROUNDING)
    await person.log.locator(button).scrollIntoViewIfNeeded()
    const under = await y(person, button)
    await person.button('Show less').click()
    await person.button('Show all').waitFor()
    expect(Math.abs((await y(person, button)) - under)).toBeLessThanOrEqual(ROUNDING)
    await desk.context.close()
  })

  it('is under the hand in the other version, and has the focus there', async ({ expect }) => {
    const desk = await sitDown(browser, system.url, VIEW)
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    await person.ask('tokens=300 first')
    await person.waitsForDone()
    await person.pick('scribe:8b')
    await person.button('Try again').last().click()
    await person.waitsForDone()
    const earlier = person.button('Earlier version')
    await earlier.focus()
    const before = await earlier.evaluate(element => element.getBoundingClientRect().top)
    await earlier.press('Enter')
    await person.log.getByText('1 / 2').waitFor()
    const after = await earlier.evaluate(element => element.getBoundingClientRect().top)
    expect(Math.abs(after - before)).toBeLessThanOrEqual(ROUNDING)
    expect(await person.page.evaluate(() => document.activeElement?.getAttribute('title'))).toBe(
      'Later version'
    )
    await desk.context.close()
  })
})

describe('the last question of a long answer', () => {
  it('is opened by the arrow where it can be seen', async ({ expect }) => {
    const desk = await sitDown(browser, system.url, VIEW)
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    await person.ask('tokens=900 long')
    await person.waitsForDone()
    await person.field.press('ArrowUp')
    const field = person.page.getByLabel('Edit your question')
    await field.waitFor()
    await person.drawn()
    const box = await field.boundingBox()
    const log = await person.log.boundingBox()
    expect(box?.y).toBeGreaterThanOrEqual(log?.y ?? NaN)
    expect((box?.y ?? NaN) + (box?.height ?? NaN)).toBeLessThanOrEqual((log?.y ?? NaN) + (log?.height ?? NaN))
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})
