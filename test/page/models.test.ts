/** Which model answers: found among three hundred, with the keys, with a finger, by ear. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { LONG, offered, PHONE } from '../offered.ts'
import type { Person } from '../person.ts'
import { startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

const MANY = Array.from({ length: 300 }, (_, n) => `model-${n}:${n % 70}b`)

describe('302 models', () => {
  const opens = async (person: Person) => {
    await person.button(/^Model: /).click()
    await person.page.getByRole('listbox').waitFor()
    return {
      filter: person.page.getByRole('combobox', { name: 'Filter models' }),
      options: person.page.getByRole('option'),
      current: () =>
        person.page.evaluate(() => {
          const id = document.activeElement?.getAttribute('aria-activedescendant')
          return id ? document.getElementById(id)?.querySelector('bdi')?.textContent : null
        }),
    }
  }

  it('are filtered as somebody types, and chosen with the keys alone', async ({ expect }) => {
    const { desk, person } = await offered(browser, system.url, [...MANY, 'qwen3:14b', 'qwen3:4b'], 2)
    const { filter, options, current } = await opens(person)
    const { keyboard } = person.page
    expect(await options.count()).toBe(302)
    const room = await person.page.locator('.models').boundingBox()
    expect(room?.height).toBeLessThan(513)
    expect(room?.y).toBeGreaterThan(0)
    expect(await current()).toBe('model-0:0b')

    await keyboard.type('QWEN 4b')
    expect(await options.locator('bdi').allInnerTexts()).toEqual(['qwen3:14b', 'qwen3:4b'])
    expect(await current()).toBe('qwen3:14b')
    await keyboard.press('ArrowDown')
    expect(await current()).toBe('qwen3:4b')
    await person.shoot('models-filtered')
    await keyboard.press('Enter')
    await person.button('Model: qwen3:4b').waitFor()
    expect(await options.count()).toBe(0)
    // Nothing was sent on the way, and the choice stands first of its kind.
    expect(await person.page.getByRole('heading', { level: 1 }).innerText()).toBe(
      'What would you like to know?'
    )
    await opens(person)
    expect(await current()).toBe('qwen3:4b')
    const group = person.page.getByRole('group', { name: 'Must be loaded first' })
    expect(await group.getByRole('option').first().getAttribute('aria-selected')).toBe('true')

    await keyboard.press('End')
    expect(await current()).toBe('qwen3:14b')
    await until('it is in sight', () => options.last().isVisible())
    await keyboard.press('Home')
    expect(await current()).toBe('model-0:0b')
    await keyboard.press('PageDown')
    expect(await current()).not.toBe('model-0:0b')
    await filter.fill('llama')
    await person.page.getByRole('status').getByText('No model has “llama” in its name.').waitFor()
    await keyboard.press('Enter')
    expect(await filter.inputValue()).toBe('llama')
    await keyboard.press('Escape')
    expect(await options.count()).toBe(0)
    await person.button('Model: qwen3:4b').waitFor()
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('on a phone come as a sheet over a page that takes no press, and leave the keyboard shut', async ({
    expect,
  }) => {
    const { desk, person } = await offered(browser, system.url, [LONG, ...MANY], 1, PHONE)
    const { filter, options } = await opens(person)
    const list = person.page.getByRole('listbox')
    await until('the list has the focus', () => list.evaluate(at => at === document.activeElement))
    await person.shoot('phone-many-models')
    // A letter finds its way into the filter from there.
    await person.page.keyboard.press('9')
    expect(await filter.inputValue()).toBe('9')
    expect(await options.count()).toBeLessThan(302)
    const under = await person.button('Show chats').boundingBox()
    await person.page.touchscreen.tap((under?.x ?? 0) + 20, (under?.y ?? 0) + 20)
    await list.waitFor({ state: 'detached' })
    expect(await person.page.getByRole('dialog').count()).toBe(0)
    expect(await person.overflow()).toBe(0)
    await desk.context.close()
  })

  it('a few are found by their first letters', async ({ expect }) => {
    const { desk, person } = await offered(
      browser,
      system.url,
      ['mistral:7b', 'gemma3:4b', 'gemma3:12b', 'qwen3:4b'],
      1
    )
    const { filter, current } = await opens(person)
    expect(await filter.count()).toBe(0)
    await person.page.keyboard.press('g')
    await until('it is found', async () => (await current()) === 'gemma3:4b')
    await person.page.keyboard.press('g')
    await until('it is found', async () => (await current()) === 'gemma3:12b')
    await person.page.keyboard.press('Space')
    await person.button('Model: gemma3:12b').waitFor()
    await desk.context.close()
  })
})
