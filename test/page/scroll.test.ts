/** Reading while an answer grows: the log goes with it for whoever is at the end, and leaves everybody else alone. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { type Desk, type Person, sitDown } from '../person.ts'
import { newMark, startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
/** Low enough for a paragraph to fill it. */
const VIEW = { viewport: { width: 900, height: 520 } }

/** Pixels that are no move. */
const ROUNDING = 2

const top = () => person.log.evaluate(element => Math.round(element.scrollTop))

const fromEnd = () =>
  person.log.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)

const written = () =>
  person
    .said()
    .last()
    .evaluate(({ textContent }) => textContent.length)

/** Waits until so many more characters are drawn, and one frame more, in which the log would have gone with them. */
async function grows(characters = 150): Promise<void> {
  await person.sees((await written()) + characters)
  await person.page.evaluate(
    () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  )
}

/** Somebody for whom an answer is being written that lasts for all that is tried here. */
let desk: Desk
let person: Person
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
  desk = await sitDown(browser, system.url, VIEW)
  person = await desk.open()
  await person.pick('bench-50:1b')
  await person.ask('first: tokens=20')
  await person.waitsForDone()
  await person.ask(`${newMark()} tokens=9000`)
  await person.sees(900)
  await until('the log is at its end', async () => (await fromEnd()) <= ROUNDING)
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** Every way to be elsewhere that a browser can be made to go. */
const WAYS: [string, (person: Person) => Promise<unknown>][] = [
  [
    'the wheel',
    async ({ log, page }) => {
      await log.hover()
      await page.mouse.wheel(0, -150)
    },
  ],
  ['Page Up', ({ log }) => log.press('PageUp')],
  ['Shift and Space', ({ log }) => log.press('Shift+Space')],
  ['the arrow', ({ log }) => log.press('ArrowUp')],
  ['Home', ({ log }) => log.press('Home')],
  [
    'Tab, to a button above',
    async ({ log, page }) => {
      await log.focus()
      await page.keyboard.press('Tab')
    },
  ],
  [
    'a search or a screen reader, to a question above',
    ({ log }) =>
      log
        .locator('.ask')
        .first()
        .evaluate(element => element.scrollIntoView()),
  ],
  [
    'a finger or the scrollbar, slowly',
    async ({ log }) => {
      for (let step = 0; step < 12; step += 1) {
        await log.evaluate(element => (element.scrollTop -= 4))
        await person.drawn()
      }
    },
  ],
]

describe('whoever goes elsewhere while an answer is written', () => {
  it.for(WAYS)(
    'by %s stays there, and is taken along again at the end',
    { timeout: 40_000 },
    async ([, go], { expect }) => {
      await go(person)
      await until('the log has come to rest', async () => {
        const before = await top()
        await person.drawn()
        return (await fromEnd()) > ROUNDING && (await top()) === before
      })
      const there = await top()
      await grows()
      await grows()
      expect(Math.abs((await top()) - there)).toBeLessThanOrEqual(ROUNDING)

      await person.log.press('End')
      await grows()
      expect(await fromEnd()).toBeLessThanOrEqual(ROUNDING)
      expect(desk.wrongs).toEqual([])
    }
  )

  it('by a key that is pressed as the answer grows goes where it leads', async ({ expect }) => {
    await person.log.evaluate(log =>
      log.addEventListener(
        'keydown',
        // Growth before the key has moved anything, as a flush in the same frame brings it.
        () => {
          const grown = document.createElement('p')
          grown.textContent = 'more'
          log.firstElementChild?.append(grown)
          requestAnimationFrame(() => grown.append(' and more', document.createElement('br'), 'and more'))
        },
        { once: true }
      )
    )
    await person.log.press('Home')
    await until('the beginning is there', async () => (await top()) === 0)
    await grows()
    expect(await top()).toBe(0)
    await person.button(/Latest$/).press('Enter')
    await grows()
  })

  it('finds a way back that leads to the end, and stays with it', async ({ expect }) => {
    await person.log.press('Home')
    await until('the beginning is there', async () => (await top()) === 0)
    await person.button(/Latest$/).press('Enter')
    await grows()
    expect(await fromEnd()).toBeLessThanOrEqual(ROUNDING)
    expect(await person.log.evaluate(element => element === document.activeElement)).toBe(true)
  })

  it('and selects what stands at the end keeps it under the hand', async ({ expect }) => {
    const y = await person.log.evaluate(
      log =>
        new Promise<number>(resolve => {
          let before = log.scrollTop
          // At once after it has gone along, which it is told of later than of the hand.
          const grown = new ResizeObserver(() => {
            const went = log.scrollTop > before
            before = log.scrollTop
            const text = [...log.querySelectorAll('.said.live p')].at(-1)?.firstChild
            if (!went || (text?.textContent?.length ?? 0) < 6) return
            grown.disconnect()
            const range = document.createRange()
            range.setStart(text as Text, 0)
            range.setEnd(text as Text, 6)
            getSelection()?.removeAllRanges()
            getSelection()?.addRange(range)
            resolve(range.getBoundingClientRect().top)
          })
          for (const part of log.children) grown.observe(part)
        })
    )
    await grows()
    await grows()
    const now = await person.page.evaluate(() => getSelection()?.getRangeAt(0).getBoundingClientRect().top)
    expect(Math.abs((now ?? NaN) - y)).toBeLessThanOrEqual(ROUNDING)
  })

  it('and is at the end when it ends sees its last line, and what stands under it', async ({ expect }) => {
    await person.button(/Latest$/).click()
    await person.field.fill('what comes next')
    await person.button('Stop generating').click()
    await person.log.getByText(/^Stopped by you/).waitFor()
    await until('it is in sight', async () => (await fromEnd()) <= ROUNDING)
    expect(await person.button('Continue').isVisible()).toBe(true)
    expect(desk.wrongs).toEqual([])
  })
})
