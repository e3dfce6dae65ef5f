/** A question on the page: how it stands there, and where there is no chat that it could be asked in. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { sitDown } from '../person.ts'
import { startSystem, type System } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

describe('a question', () => {
  it('that is very long is folded, and all of it is there: to open, to hear, to copy', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const long = `first\n${'x'.repeat(40)}\n`.repeat(400).trim()
    await person.pick('bench-fast:1b')
    await person.ask(`${long} tokens=3`)
    await person.waitsForDone()
    const asked = person.log.locator('.asked')
    const height = () => asked.evaluate(element => element.getBoundingClientRect().height)
    expect(await height()).toBeLessThan(400)
    expect((await asked.innerText()).length).toBeGreaterThan(18_000)
    await person.log.getByRole('button', { name: 'Copy' }).first().click()
    expect(await person.page.evaluate(() => navigator.clipboard.readText())).toBe(`${long} tokens=3`)
    await person.shoot('folded')
    await person.button('Show all').press('Enter')
    expect(await height()).toBeGreaterThan(10_000)
    expect(await person.button('Show less').getAttribute('aria-expanded')).toBe('true')
    await desk.context.close()
  })

  it('is shown with its indentation, its tabs and runs of spaces', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const code = 'def f():\n    return  1\n\tif x:'
    await person.pick('bench-fast:1b')
    await person.ask(`${code} tokens=3`)
    await person.waitsForDone()
    expect(await person.log.locator('.asked').innerText()).toBe(`${code} tokens=3`)
    await person.shoot('indented')
    await desk.context.close()
  })

  it('has its deeds on its own ground', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    await person.ask('tokens=3')
    await person.waitsForDone()
    const inside = await person.button('Edit').evaluate(button => {
      const [deed, ground] = [button.getBoundingClientRect(), button.closest('.ask')?.getBoundingClientRect()]
      return ground !== undefined && deed.top >= ground.top && deed.bottom <= ground.bottom
    })
    expect(inside).toBe(true)
    await desk.context.close()
  })
})

describe('the address of no chat', () => {
  it.for([crypto.randomUUID(), 'nothing'])(
    'says so, and what is asked there begins a new one: %s',
    async (id, { expect }) => {
      const desk = await sitDown(browser, system.url)
      const person = await desk.open(`/c/${id}`)
      await person.page.getByText('There is no such chat here.').waitFor()
      expect(await person.page.getByRole('heading', { level: 1 }).count()).toBe(1)
      await person.pick('bench-fast:1b')
      await person.ask('tokens=4 all the same')
      await person.waitsForDone()
      expect(person.chat).not.toBe(id)
      expect(await person.log.locator('.asked').innerText()).toBe('tokens=4 all the same')
      expect(await person.field.inputValue()).toBe('')
      expect(desk.wrongs).toEqual([])
      await desk.context.close()
    }
  )

  it('keeps what is written there where it cannot be asked', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    await desk.context.route('**/api/models', route => route.abort())
    const person = await desk.open(`/c/${crypto.randomUUID()}`)
    await person.page.getByText('There is no such chat here.').waitFor()
    await person.ask('kept all the same')
    await person.page.getByText('Not asked.').waitFor()
    expect(await person.field.inputValue()).toBe('kept all the same')
    await desk.context.close()
  })
})

describe('a chat that cannot be fetched', () => {
  it('says why nothing is sent, and keeps what was written', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    await desk.context.route('**/api/chats/*', route => route.abort())
    const person = await desk.open(`/c/${crypto.randomUUID()}`)
    await person.log.getByText('Burrow cannot be reached.').waitFor()
    await person.ask('for later')
    await person.page.getByText('Not sent.').waitFor()
    expect(await person.field.inputValue()).toBe('for later')
    await desk.context.close()
  })
})
