/** “Forget me” on the page: asked twice, done once, and every tab begins as at a first visit. */

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { Authenticator, type Held } from '../authenticator.ts'
import { launchChromium } from '../chromium.ts'
import { named } from '../device.ts'
import { type Desk, type Person, sitDown } from '../person.ts'
import { openai } from '../programs.ts'
import { asked, newMark, newQuestion, startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

const sits = (options = {}): Promise<Desk> => sitDown(browser, named(system.url), options)

async function opensDevices(person: Person) {
  await person.button('Devices').click()
  const dialog = person.page.getByRole('dialog', { name: 'Devices' })
  await dialog.getByRole('button', { name: 'Forget me' }).waitFor()
  return dialog
}

async function answers(person: Person, question: string): Promise<void> {
  await person.pick('bench-fast:1b')
  await person.ask(question)
  await person.waitsForDone()
}

/** All that the page keeps in the browser, and who the browser is. */
const kept = (page: Page) => page.evaluate(() => ({ ...localStorage }))
const cookies = async ({ context }: Desk) => (await context.cookies()).map(({ value }) => value)

/** As a first visit is: nothing is here, and nothing looks broken. */
async function isNew(person: Person): Promise<void> {
  await person.page.getByRole('dialog').waitFor({ state: 'detached' })
  await person.page.waitForURL('**/')
  await person.page.getByText('Your chats will stand here.').waitFor()
  await until('nothing is in the field', async () => (await person.field.inputValue()) === '')
  await until('nothing is kept', async () => Object.keys(await kept(person.page)).length === 0)
}

/** Presses both. */
async function forgets(person: Person): Promise<void> {
  const dialog = await opensDevices(person)
  await dialog.getByRole('button', { name: 'Forget me' }).click()
  await dialog.getByRole('button', { name: 'Forget me for good' }).click()
}

describe('“Forget me”', () => {
  it('[V1] is asked twice, stops what is written, and leaves every tab as at a first visit', async ({
    expect,
  }) => {
    const desk = await sits()
    const [one, two] = [await desk.open(), await desk.open()]
    const [first, second] = [newQuestion(3), newQuestion(4_000)]
    await answers(one, first)
    await one.button('New chat').first().click()
    await one.pick('bench-25:1b')
    await one.ask(second)
    await one.sees(20)
    await two.row(first).click()
    await two.log.locator('.ask').first().waitFor()
    await two.field.fill('half a thought')
    await one.field.fill('the other half')
    const before = await cookies(desk)

    const dialog = await opensDevices(one)
    await dialog.getByRole('button', { name: 'Forget me' }).dblclick()
    const sure = dialog.getByRole('group', { name: /^2 chats go for good/ })
    await sure.waitFor()
    await one.shoot('forget-me')
    await sure.getByRole('button', { name: 'Cancel' }).click()
    await one.drawn()
    expect(await one.page.evaluate(() => document.activeElement?.textContent)).toBe('Forget me')
    for (const question of [first, second]) await one.row(question).waitFor()

    await dialog.getByRole('button', { name: 'Forget me' }).press('Enter')
    await sure.getByRole('button', { name: 'Forget me for good' }).press('Enter')
    await Promise.all([isNew(one), isNew(two)])
    const [answer] = await until('it was asked', () => asked(system.demo, second))
    await until('nothing is written any more', () => answer?.endedAt !== null)
    const after = await cookies(desk)
    expect(after.filter(value => before.includes(value))).toEqual([])
    expect(after).toHaveLength(1)

    // Both are the same somebody new.
    const third = newQuestion(3)
    await answers(two, third)
    await one.row(third).waitFor()
    for (const question of [first, second]) expect(await one.row(question).count()).toBe(0)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('[V1] is heard on a device that was signed in: what that has of its own is back', async ({ expect }) => {
    const [desk, other] = [await sits(), await sits()]
    const [person, friend] = [await desk.open(), await other.open()]
    const [mine, own] = [newQuestion(3), newQuestion(3)]
    await Promise.all([answers(person, mine), answers(friend, own)])
    const authenticator = await Authenticator.of(desk.context, person.page)
    const dialog = await opensDevices(person)
    await dialog.getByRole('button', { name: 'Add a passkey' }).click()
    await dialog.getByText('Passkey 1').waitFor()
    const [held] = await authenticator.passkeys()
    await dialog.getByRole('button', { name: 'Close' }).click()
    const theirs = await Authenticator.of(other.context, friend.page)
    await theirs.give(held as Held)
    const signsIn = await opensDevices(friend)
    await signsIn.getByRole('button', { name: 'Sign in' }).click()
    await signsIn.getByText('of its own').waitFor()
    await signsIn.getByRole('button', { name: 'Close' }).click()
    await friend.row(mine).click()
    // What is asked on the one is heard of on the other.
    await person.ask(newMark())
    await friend.log.locator('.turn').nth(1).waitFor()
    await friend.field.fill(newMark())

    await forgets(person)
    await isNew(person)
    await friend.row(own).waitFor()
    expect(await friend.row(mine).count()).toBe(0)
    expect(await friend.field.inputValue()).toBe('')
    const again = await opensDevices(friend)
    await again.getByRole('button', { name: 'Sign in' }).click()
    await again.getByText('Burrow does not know this passkey').waitFor()
    expect([...desk.wrongs, ...other.wrongs]).toEqual([])
    await Promise.all([desk.context.close(), other.context.close()])
  })

  it('takes the API keys along', async ({ expect }) => {
    const desk = await sits()
    const person = await desk.open()
    await person.button('API keys').click()
    const keys = person.page.getByRole('dialog', { name: 'API keys' })
    await keys.getByLabel('Name of the program').fill('My editor')
    await keys.getByLabel('Name of the program').press('Enter')
    const key = await keys.locator('code').filter({ hasText: 'burrow-' }).innerText()
    await keys.getByRole('button', { name: 'Close' }).click()
    const client = openai(system, key)
    expect((await client.models.list()).data.length).toBeGreaterThan(0)
    await forgets(person)
    await isNew(person)
    await expect(client.models.list()).rejects.toMatchObject({ status: 401 })
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('that does not reach Burrow says so, and all is as it was', async ({ expect }) => {
    const desk = await sits({ viewport: { width: 320, height: 560 } })
    const person = await desk.open()
    const question = newQuestion(3)
    await answers(person, question)
    await person.button('Show chats').click()
    const dialog = await opensDevices(person)
    await dialog.getByRole('button', { name: 'Forget me' }).click()
    await desk.context.setOffline(true)
    await dialog.getByRole('button', { name: 'Forget me for good' }).click()
    await dialog.getByRole('alert').getByText('Burrow did not answer.').waitFor()
    expect(await person.overflow()).toBe(0)
    await person.shoot('forget-me-narrow')
    await desk.context.setOffline(false)
    await dialog.getByRole('button', { name: 'Close' }).click()
    await person.row(question).waitFor()
    await desk.context.close()
  })
})
