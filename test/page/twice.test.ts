/** What is pressed twice, too early or for too long does what was meant, and once. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { press, writing } from '../keyboard.ts'
import { sitDown } from '../person.ts'
import { asked, newMark, startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

describe('a press that comes twice', () => {
  /** Presses Send, and what stands in its place then, as soon as it stands there. */
  const twice = (page: Page) =>
    page.evaluate(async () => {
      document.querySelector<HTMLElement>('.go')?.click()
      while (!document.querySelector('.stop')) await new Promise(requestAnimationFrame)
      document.querySelector<HTMLElement>('.stop')?.click()
    })

  it('on Send sends, and stops nothing; Stop works when it is meant', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('slow:1b')
    await person.field.fill(newMark())
    await twice(person.page)
    await person.sees(40)
    expect(await person.log.getByText('Stopping.').count()).toBe(0)
    await person.button('Stop generating').click()
    await person.log.getByText(/^Stopped by you/).waitFor()
    await desk.context.close()
  })

  it('with Enter held down sends once and says nothing more; Escape stops when it is pressed and not held', async ({
    expect,
  }) => {
    const { desk, person } = await writing(browser, system)
    await person.field.fill('held')
    await press(person.field, { key: 'Enter', repeat: true })
    expect(await person.page.getByText('It is still answering.').count()).toBe(0)
    await press(person.field, { key: 'Escape', repeat: true })
    await person.sees(100)
    expect(await person.button('Stop generating').isVisible()).toBe(true)
    await person.field.press('Escape')
    await person.log.getByText(/^Stopped by you/).waitFor()
    await desk.context.close()
  })

  it('on Stop sends nothing that is half written', async ({ expect }) => {
    const { desk, person } = await writing(browser, system)
    await person.field.fill('half writ')
    await person.page.evaluate(async () => {
      document.querySelector<HTMLElement>('.stop')?.click()
      while (document.querySelector('.stop')) await new Promise(requestAnimationFrame)
      document.querySelector<HTMLElement>('.go')?.click()
    })
    await person.log.getByText(/^Stopped by you/).waitFor()
    expect(await person.field.inputValue()).toBe('half writ')
    expect(asked(system.demo, 'half writ')).toEqual([])
    await desk.context.close()
  })

  it('as Enter and then Escape stops the answer, though Burrow hears of that before the question', async ({
    expect,
  }) => {
    const { desk, person } = await writing(browser, system)
    await Promise.all([
      desk.context.waitForEvent('response', answer => answer.request().method() === 'DELETE'),
      person.field.press('Escape'),
    ])
    await person.log.getByText(/^Stopped by you/).waitFor()
    const heard: number[] = []
    desk.context.on('response', answer => {
      if (answer.request().method() === 'DELETE') heard.push(answer.status())
    })
    await desk.context.route('**/turns', async route => {
      await until('the stop was heard', () => heard.length > 0)
      await route.continue()
    })
    await person.ask(newMark())
    await person.log.locator('.turn').nth(1).waitFor()
    await person.field.press('Escape')
    await person.log
      .locator('.turn')
      .nth(1)
      .getByText(/^Stopped by you/)
      .waitFor()
    expect(heard[0]).toBe(404)
    expect(heard.length).toBeGreaterThan(1)
    await desk.context.close()
  })
})
