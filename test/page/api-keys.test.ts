/** API keys on the page: made, seen once, copied, used by a program, removed. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { KEYS_EACH } from '../../workers/protocol/keys.ts'
import { launchChromium } from '../chromium.ts'
import { type Person, sitDown } from '../person.ts'
import { openai } from '../programs.ts'
import { startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

const dialog = ({ page }: Person) => page.getByRole('dialog', { name: 'API keys' })
const rows = (person: Person) => dialog(person).locator('tbody tr')
const field = (person: Person) => dialog(person).getByLabel('Name of the program')

async function opens(person: Person): Promise<void> {
  await person.button('API keys').click()
  await field(person).waitFor()
}

async function makes(person: Person, name: string): Promise<void> {
  await field(person).fill(name)
  await field(person).press('Enter')
  await rows(person).filter({ hasText: name }).waitFor()
}

/** The text that its Copy puts into the clipboard. */
async function copies(person: Person, label: string): Promise<string> {
  await dialog(person).locator('dl > div', { hasText: label }).getByRole('button', { name: 'Copy' }).click()
  await dialog(person).getByText('Copied', { exact: true }).first().waitFor()
  return person.page.evaluate(() => navigator.clipboard.readText())
}

describe('an API key', () => {
  it('is made, shown once, copied, and used by a program until it is removed', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await opens(person)
    await makes(person, 'My editor')
    await person.shoot('api-keys')
    const key = await copies(person, 'The key of My editor')
    expect(key).toMatch(/^burrow-[\w-]{44}$/)
    expect(await dialog(person).innerText()).toContain(`${system.url}/api/openai/v1`)
    const client = openai(system, key)
    expect((await client.models.list()).data.length).toBeGreaterThan(0)

    await person.page.reload()
    await opens(person)
    await rows(person).filter({ hasText: 'My editor' }).filter({ hasText: 'today' }).waitFor()
    expect(await dialog(person).innerText()).not.toContain(key)
    await dialog(person).getByRole('button', { name: 'Remove My editor', exact: true }).click()
    // Whoever leaves the button has thought better of it.
    await field(person).focus()
    await dialog(person).getByRole('button', { name: 'Remove My editor', exact: true }).click()
    await dialog(person).getByRole('button', { name: 'Remove for good My editor' }).click()
    await until('its row has gone', async () => (await rows(person).count()) === 0)
    await expect(client.models.list()).rejects.toMatchObject({ status: 401 })
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('is one of few: then it is said how to make another', async ({ expect }) => {
    const desk = await sitDown(browser, system.url, { viewport: { width: 320, height: 640 }, hasTouch: true })
    const person = await desk.open()
    await person.button('Show chats').click()
    await opens(person)
    for (let n = 1; n < KEYS_EACH; n += 1) await makes(person, `Program ${n}`)
    await field(person).fill('The last')
    await person.button('Make a key').click()
    await dialog(person).getByText(`${KEYS_EACH} keys are the most. Remove one to make another.`).waitFor()
    expect(await field(person).count()).toBe(0)
    expect(await person.overflow()).toBe(0)
    await person.shoot('api-keys-full')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('that cannot be made says why, and keeps the name', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await opens(person)
    await desk.context.setOffline(true)
    await field(person).fill('My script')
    await field(person).press('Enter')
    await dialog(person).getByRole('alert').getByText('Burrow did not answer.').waitFor()
    expect(await field(person).inputValue()).toBe('My script')
    await desk.context.setOffline(false)
    await field(person).press('Enter')
    await rows(person).filter({ hasText: 'My script' }).waitFor()
    expect(await dialog(person).getByRole('alert').count()).toBe(0)
    await desk.context.close()
  })
})
