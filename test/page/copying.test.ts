/** What is copied is what was said, as it was written, wherever the page has come from. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { type Desk, type Person, sitDown } from '../person.ts'
import { asked, newMark, newQuestion, startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

describe('Copy', () => {
  /** What another page of the same browser finds in the clipboard. */
  async function clipboard(desk: Desk): Promise<string> {
    const other = await desk.context.newPage()
    await other.goto('/')
    await other.bringToFront()
    const text = await other.evaluate(() => navigator.clipboard.readText())
    await other.close()
    return text
  }

  /** What is in the clipboard after this press, by whoever is in front of the page. */
  async function copies({ desk, person }: { desk: Desk; person: Person }, act: () => Promise<void>) {
    const before = await clipboard(desk)
    await person.page.bringToFront()
    await act()
    return until('something is copied', async () => {
      const now = await clipboard(desk)
      return now !== before && now
    })
  }

  /** A page that has come without TLS: what a browser keeps back there is away. */
  async function plainly(without: () => void) {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.page.addInitScript(without)
    await person.page.reload()
    await person.pick('scribe:8b')
    return { desk, person }
  }

  it('copies question, answer and code where the page has come without TLS', async ({ expect }) => {
    const { desk, person } = await plainly(() =>
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
    )
    const question = `code, please: ${newMark()}`
    await person.ask(question)
    await person.waitsForDone()
    const answer = asked(system.demo, question)[0]?.content ?? ''
    const buttons = person.log.getByRole('button', { name: 'Copy' })
    const code = person.log.locator('.code').first()
    const by = (act: () => Promise<void>) => copies({ desk, person }, act)
    expect(await by(() => buttons.first().click())).toBe(question)
    expect(await by(() => buttons.last().click())).toBe(answer)
    expect(await by(() => code.getByRole('button').click())).toBe(await code.locator('code').textContent())
    expect(await by(() => person.page.keyboard.press('ControlOrMeta+Shift+C'))).toBe(answer)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('says so where nothing can be copied', async ({ expect }) => {
    const { desk, person } = await plainly(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
      document.execCommand = () => false
    })
    await person.ask(newQuestion(3))
    await person.waitsForDone()
    await person.log.getByRole('button', { name: 'Copy' }).first().click()
    await person.page
      .getByRole('status')
      .getByText(/^Not copied\./)
      .waitFor()
    expect(await person.log.getByText('Copied').count()).toBe(0)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('of what is selected has what was said, and nothing of Burrow’s', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('scribe:8b')
    await person.ask('code, please')
    await person.waitsForDone()
    const figure = person.log.locator('.code').first()
    const code = await figure.locator('code').innerText()
    await person.said().evaluate(element => getSelection()?.selectAllChildren(element))
    await person.page.keyboard.press('ControlOrMeta+C')
    const copied = await person.page.evaluate(() => navigator.clipboard.readText())

    expect(copied).toContain(code.trim())
    expect(copied).not.toContain('Copy')
    expect(copied).not.toContain(await figure.locator('header span').innerText())
    await desk.context.close()
  })
})
