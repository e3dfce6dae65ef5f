/** Where the focus is after each deed: never nowhere. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { focused, go, isAt, more, settled } from '../by-keys.ts'
import { launchChromium } from '../chromium.ts'
import { newMark, newQuestion, startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

describe('the focus, after a question', () => {
  it('is edited and asked again, is in the message box', async ({ expect }) => {
    const { desk, person } = await settled(browser, system.url, [newQuestion(3)])
    await go(person, 'Edit')
    await isAt(person, 'Edit your question')
    await person.page.keyboard.press('Enter')
    await isAt(person, 'Message')
    await person.waitsForDone()
    await go(person, 'Edit')
    await person.page.keyboard.type(' more')
    await go(person, 'Ask again')
    await isAt(person, 'Message')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('is left as it was, is where it was before', async ({ expect }) => {
    const { desk, person } = await settled(browser, system.url, [newQuestion(3)])
    await go(person, 'Edit')
    await person.page.keyboard.press('Escape')
    await isAt(person, 'Edit')
    await go(person, 'Edit')
    await go(person, 'Cancel')
    await isAt(person, 'Edit')
    await person.field.focus()
    await person.page.keyboard.press('ArrowUp')
    await isAt(person, 'Edit your question')
    await person.page.keyboard.press('Escape')
    await isAt(person, 'Message')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('is tried again, or its answer stopped, is in the message box', async ({ expect }) => {
    const { desk, person } = await settled(browser, system.url, [newQuestion(300)])
    await person.pick('slow:1b')
    await go(person, 'Try again')
    await isAt(person, 'Message')
    await person.log.locator('.said.live').getByText(/./).first().waitFor()
    await go(person, 'Stop generating')
    await person.log.getByText(/^Stopped by you/).waitFor()
    await isAt(person, 'Message')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('is asked by the button, is in the message box', async ({ expect }) => {
    const { desk, person } = await settled(browser, system.url, [newQuestion(3)])
    await person.page.reload()
    await person.field.fill(newQuestion(3))
    await go(person, 'Send message')
    await isAt(person, 'Message')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})

describe('the focus, after a chat', () => {
  it('is renamed, or is not, is on its row', async ({ expect }) => {
    const { desk, person } = await settled(browser, system.url, [newQuestion(3)])
    const title = await person.chats.getByRole('link').last().innerText()
    await more(person, title, 'Rename')
    await isAt(person, 'New name of the chat')
    await person.page.keyboard.press('Escape')
    await isAt(person, title)
    await more(person, title, 'Rename')
    await isAt(person, 'New name of the chat')
    await person.page.keyboard.type('Tides')
    await person.page.keyboard.press('Enter')
    await isAt(person, 'Tides')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('is deleted, is on Undo, and from there on its row again', async ({ expect }) => {
    const titles = [`tokens=3 ${newMark()}`, `tokens=3 ${newMark()}`]
    const { desk, person } = await settled(browser, system.url, titles)
    for (const title of titles) {
      await more(person, title, 'Delete')
      await isAt(person, 'Undo')
      expect(await person.row(title).count()).toBe(0)
      await person.page.keyboard.press('Enter')
      await isAt(person, title)
    }
    await more(person, titles[0] ?? '', 'Delete')
    await isAt(person, 'Undo')
    await go(person, 'Dismiss')
    await isAt(person, 'Message')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('has moved to the top of the list, has moved with it', async ({ expect }) => {
    const titles = [`tokens=3 ${newMark()}`, `tokens=3 ${newMark()}`]
    const { desk, person } = await settled(browser, system.url, titles)
    const [below = ''] = titles
    await person.row(below).focus()
    const chat = (await person.row(below).getAttribute('href')) ?? ''
    const other = await desk.open(chat)
    await other.waitsForDone()
    await other.pick('bench-fast:1b')
    await other.ask(newQuestion(3))
    await other.waitsForDone()
    await person.page.bringToFront()
    await until('it is on top', async () =>
      (await person.chats.getByRole('link').nth(1).innerText()).includes(below)
    )
    await isAt(person, below)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})

describe('the focus, after what was open', () => {
  it('is closed again, is on what opened it', async ({ expect }) => {
    const { desk, person } = await settled(browser, system.url, [newQuestion(3)])
    const { keyboard } = person.page
    await go(person, 'Theme')
    await isAt(person, 'System')
    await keyboard.press('Escape')
    await isAt(person, 'Theme')
    await go(person, 'Theme')
    await keyboard.press('End')
    await keyboard.press('Enter')
    await isAt(person, 'Theme')
    await go(person, 'Theme')
    await keyboard.press('Tab')
    await isAt(person, 'API keys')
    await keyboard.press('Tab')
    await isAt(person, 'Devices')
    expect(await person.page.getByRole('menu').count()).toBe(0)
    await keyboard.press('Tab')
    await isAt(person, 'Keys')
    await keyboard.press('Enter')
    await isAt(person, 'Close')
    await keyboard.press('Enter')
    await isAt(person, 'Keys')
    await person.field.focus()
    await keyboard.press('ControlOrMeta+/')
    await isAt(person, 'Close')
    await keyboard.press('Escape')
    await isAt(person, 'Message')
    await go(person, /^Model: /)
    await isAt(person, 'Filter models')
    await keyboard.press('Enter')
    await until('a model is taken', async () => (await focused(person.page)).startsWith('Model: '))
    await go(person, 'Hide sidebar')
    await isAt(person, 'Message')
    // A press on the button that opened it closes it.
    await person.button(/^Model: /).click()
    await person.button(/^Model: /).click()
    expect(await person.page.getByRole('listbox').count()).toBe(0)
    await desk.context.close()
  })

  it('is the drawer of a phone, is on what opened it; a deletion in it can be undone in it', async ({
    expect,
  }) => {
    const title = `tokens=3 ${newMark()}`
    const { desk, person } = await settled(browser, system.url, [title], {
      viewport: { width: 360, height: 700 },
      hasTouch: true,
      isMobile: true,
    })
    await person.button('Show chats').tap()
    await isAt(person, 'Chats')
    await person.page.touchscreen.tap(350, 300)
    await isAt(person, 'Show chats')
    await person.button('New chat').first().tap()
    await person.button('Show chats').tap()
    const drawer = person.page.getByRole('dialog', { name: 'Chats' })
    await drawer.getByRole('button', { name: `More for “${title}”` }).tap()
    await person.shoot('phone-more')
    await person.page.getByRole('menuitem', { name: 'Delete' }).tap()
    await drawer.getByText('Deleted').waitFor()
    await person.shoot('phone-deleted')
    await drawer.getByRole('button', { name: 'Undo' }).tap()
    await drawer.getByRole('link', { name: title }).waitFor()
    await isAt(person, title)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})
