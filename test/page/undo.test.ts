/** What is open for a while: the way back from a deletion, and a dialog. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { isAt, more, settled } from '../by-keys.ts'
import { launchChromium } from '../chromium.ts'
import type { Person } from '../person.ts'
import { newMark, startSystem, type System } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

describe('Undo', () => {
  /** A person who has deleted a chat, on a page whose clock is the test's. */
  async function deletes() {
    const title = `tokens=3 ${newMark()}`
    const { desk, person } = await settled(browser, system.url, [title])
    await person.page.clock.install()
    return { desk, person, title }
  }
  const isThere = (person: Person) => person.button('Undo').isVisible()

  it('waits while somebody is at it, and goes when they have left', async ({ expect }) => {
    const { desk, person, title } = await deletes()
    await more(person, title, 'Delete')
    await isAt(person, 'Undo')
    await person.page.clock.fastForward(60_000)
    expect(await isThere(person)).toBe(true)
    await person.field.focus()
    await person.page.clock.fastForward(3_000)
    expect(await isThere(person)).toBe(true)
    await person.button('Undo').hover()
    await person.page.clock.fastForward(60_000)
    expect(await isThere(person)).toBe(true)
    await person.page.mouse.move(600, 100)
    await person.page.clock.fastForward(8_000)
    await person.button('Undo').waitFor({ state: 'detached' })
    await desk.context.close()
  })

  it('waits while nobody can see it, and not for a focus that only fell to it', async ({ expect }) => {
    const { desk, person, title } = await deletes()
    await person.more(title, 'Delete')
    await isAt(person, 'Undo')
    const see = (state: string) =>
      person.page.evaluate(now => {
        Object.defineProperty(document, 'visibilityState', { value: now, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }, state)
    await see('hidden')
    await person.page.clock.fastForward(60_000)
    expect(await isThere(person)).toBe(true)
    await see('visible')
    await person.page.clock.fastForward(8_000)
    await person.button('Undo').waitFor({ state: 'detached' })
    await isAt(person, 'Message')
    await desk.context.close()
  })

  it('has a key, which in a field is still the field’s', async ({ expect }) => {
    const { desk, person, title } = await deletes()
    await person.more(title, 'Delete')
    await isAt(person, 'Undo')
    // Under the pointer it stays for as long as a slow machine takes.
    await person.page.locator('.toast').hover()
    await person.field.fill('x')
    await person.field.press('ControlOrMeta+Z')
    expect(await person.row(title).count()).toBe(0)
    await person.button('Hide sidebar').focus()
    await person.page.keyboard.press('ControlOrMeta+Z')
    await person.row(title).waitFor()
    await isAt(person, title)
    await person.page.keyboard.press('ControlOrMeta+/')
    await person.page.getByText('Undo, while a notice offers it').waitFor()
    await desk.context.close()
  })

  it('is not taken away by what has nothing to do with it', async ({ expect }) => {
    const titles = [`tokens=3 ${newMark()}`, `tokens=3 ${newMark()}`]
    const { desk, person } = await settled(browser, system.url, titles)
    const [other = ''] = titles
    await person.page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
      document.execCommand = () => false
    })
    await person.more(other, 'Delete')
    await person.log.getByRole('button', { name: 'Copy' }).last().click()
    await person.page.getByText(/^Deleted “.+”\. Not copied\./).waitFor()
    await person.button('Undo').click()
    await person.row(other).waitFor()
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})

it('what is closed and opened again in one moment stays open, and has the focus', async ({ expect }) => {
  const { desk, person } = await settled(browser, system.url, [`tokens=3 ${newMark()}`])
  await person.page.keyboard.press('ControlOrMeta+/')
  await isAt(person, 'Close')
  const open = await person.page.evaluate(async () => {
    const shown = () => document.querySelector('dialog.keys')
    const first = shown()
    first?.querySelector('button')?.click()
    while (shown() !== null) await Promise.resolve()
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', ctrlKey: true, bubbles: true }))
    // A dialog says with the next frame that it was closed.
    for (const _ of [1, 2]) await new Promise(resolve => requestAnimationFrame(resolve))
    return shown() !== null && shown() !== first
  })

  expect(open).toBe(true)
  await isAt(person, 'Close')
  await desk.context.close()
})
