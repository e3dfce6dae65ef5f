/** Keys of input methods and of other keyboards, and Enter when it can do nothing. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { ending, press, writing } from '../keyboard.ts'
import { type Person, sitDown } from '../person.ts'
import { asked, newQuestion, startSystem, type System } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

const body = ({ page }: Person) => page.locator('body')

/** A person with one finished answer. */
async function settled(question = newQuestion(5)) {
  const desk = await sitDown(browser, system.url)
  const person = await desk.open()
  await person.pick('bench-fast:1b')
  await person.ask(question)
  await person.waitsForDone()
  return { desk, person, question }
}

describe('a key that an input method still has', () => {
  it('sends nothing, neither from the message box nor from an edited question', async ({ expect }) => {
    const { desk, person, question } = await settled()
    await person.field.fill('かんじ')
    expect(await press(person.field, ending('Enter'))).toBe(false)
    expect(await person.field.inputValue()).toBe('かんじ')
    await person.button('Edit').click()
    const edit = person.page.getByLabel('Edit your question')
    await edit.fill('かんじ')
    expect(await press(edit, ending('Enter'))).toBe(false)
    expect(await press(edit, ending('Escape'))).toBe(false)
    expect(await edit.inputValue()).toBe('かんじ')

    expect(asked(system.demo, 'かんじ')).toEqual([])
    expect(asked(system.demo, question)).toHaveLength(1)
    await desk.context.close()
  })

  it('keeps a new name open while it is half written', async ({ expect }) => {
    const { desk, person, question } = await settled()
    await person.more(question, 'Rename')
    const name = person.page.getByLabel('New name of the chat')
    await name.fill('か')
    expect(await press(name, ending('Enter'))).toBe(false)
    expect(await press(name, ending('Escape'))).toBe(false)
    expect(await name.inputValue()).toBe('か')
    await name.fill('漢字')
    await name.press('Enter')
    await person.row('漢字').waitFor()
    await desk.context.close()
  })

  it('stops no answer and closes no menu', async ({ expect }) => {
    const { desk, person } = await writing(browser, system)
    expect(await press(person.field, ending('Escape'))).toBe(false)
    await person.button(/^Model: /).click()
    const list = person.page.getByRole('listbox')
    expect(await press(list, ending('Escape'))).toBe(false)
    expect(await press(list, ending('Enter'))).toBe(false)
    expect(await list.isVisible()).toBe(true)
    expect(await press(list, { key: 'Escape' })).toBe(true)
    await list.waitFor({ state: 'detached' })
    expect(await person.button('Stop generating').isVisible()).toBe(true)
    await desk.context.close()
  })
})

describe('a shortcut', () => {
  const NEW_CHAT = { key: 'Щ', code: 'KeyO', ctrlKey: true, shiftKey: true }
  const keys = ({ page }: Person) => page.getByRole('heading', { name: 'Keys' })

  it('is where it is on a Latin keyboard, whatever the keyboard writes', async ({ expect }) => {
    const { desk, person } = await settled()
    expect(await press(body(person), NEW_CHAT)).toBe(true)
    await person.page.waitForURL('/')
    expect(await press(body(person), { key: '.', code: 'Slash', ctrlKey: true })).toBe(true)
    await keys(person).waitFor()
    await desk.context.close()
  })

  it('is no sign that needs more keys than one, nor a key that only prepares one', async ({ expect }) => {
    const { desk, person } = await settled()
    for (const key of [
      { ...NEW_CHAT, modifierAltGraph: true },
      { ...NEW_CHAT, altKey: true },
      { ...NEW_CHAT, key: 'Dead' },
      { key: '/', code: 'Digit7', ctrlKey: true, altKey: true },
      // A German keyboard makes the page smaller so.
      { key: '-', code: 'Slash', ctrlKey: true },
    ])
      expect(await press(body(person), key)).toBe(false)

    expect(await keys(person).count()).toBe(0)
    expect(await person.log.isVisible()).toBe(true)
    await desk.context.close()
  })
})

describe('Enter while an answer is written', () => {
  it('says why it sends nothing, and again when it is pressed again; what is written stays', async ({
    expect,
  }) => {
    const { desk, person } = await writing(browser, system)
    await person.field.fill('and then?')
    await person.field.press('Enter')
    const hint = person.page.getByRole('status').getByText('It is still answering. Stop it, or wait.')
    await hint.waitFor()
    expect(await person.field.inputValue()).toBe('and then?')
    const said = await hint.elementHandle()
    await person.field.press('Enter')
    // What is heard again has come anew.
    await person.page.waitForFunction(before => !before?.isConnected, said)
    await hint.waitFor()
    await person.shoot('still-answering')

    await person.button('Stop generating').click()
    await person.log.getByText(/^Stopped by you/).waitFor()
    expect(await hint.count()).toBe(0)
    expect(await person.field.inputValue()).toBe('and then?')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})
