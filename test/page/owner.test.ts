/** The owner, from the code that makes them one to the pause that everybody sees: with a real box, and people who use it. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { Authenticator, type Held } from '../authenticator.ts'
import { launchChromium } from '../chromium.ts'
import { named } from '../device.ts'
import { type Desk, type Person, sitDown } from '../person.ts'
import { asked, newMark, newQuestion, startSystem, type System } from '../system.ts'

const CODE = 'nobody-guesses-this-one'
const WELCOME = 'Open on weekdays.\nمفتوح في أيام الأسبوع\n<b>平日開放</b>'
const MESSAGE = 'سنعود غدًا صباحًا'

let system: System
let browser: Browser
beforeAll(async () => {
  const starting = startSystem({ slots: 1, vars: { OWNER_CODE: CODE } })
  ;[system, browser] = await Promise.all([starting, launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

interface Seat {
  desk: Desk
  person: Person
}

async function sits(path = '/'): Promise<Seat> {
  const desk = await sitDown(browser, named(system.url))
  return { desk, person: await desk.open(path) }
}

/** Somebody who makes a passkey on the way to the page, and then knows the code. */
async function becomesOwner(wrong: string): Promise<Seat & { held: Held }> {
  const seat = await sits('/owner')
  const { desk, person } = seat
  const authenticator = await Authenticator.of(desk.context, person.page)
  await person.button('Make or use a passkey').click()
  const devices = person.page.getByRole('dialog', { name: 'Devices' })
  await devices.getByRole('button', { name: 'Add a passkey' }).click()
  await devices.getByText('Passkey 1').waitFor()
  await devices.getByRole('button', { name: 'Close' }).click()
  const field = person.page.getByLabel('The owner’s code')
  await field.fill(wrong)
  await person.button('Enter').click()
  await person.page.getByText('That did not work. The code may be wrong, used already').waitFor()
  await person.shoot('owner-enrol')
  await field.fill(CODE)
  await field.press('Enter')
  await person.page.getByRole('heading', { name: 'Hosts' }).waitFor()
  const [held] = await authenticator.passkeys()
  return { ...seat, held: held as Held }
}

/** Their page looks at the box, as when they come back to it. */
const comesBack = ({ person }: Seat) => person.page.evaluate(() => dispatchEvent(new Event('focus')))

const rows = ({ person }: Seat, table: string) =>
  person.page.getByRole('region', { name: table }).last().locator('tbody tr')

describe('an owner', () => {
  it('becomes one, ends a turn, greets, turns a model off, blocks, pauses, resumes and deletes', async ({
    expect,
  }) => {
    const owner = await becomesOwner('nobody-guesses-that-one')
    const { page } = owner.person
    const [ada, bob] = await Promise.all([sits(), sits()])
    const first = newQuestion(5_000)
    await ada.person.pick('bench-50:1b')
    await ada.person.ask(first)
    await ada.person.sees(20)
    const second = newQuestion(4_000)
    await bob.person.pick('bench-50:1b')
    await bob.person.ask(second)
    await bob.person.page.getByText('You are next.').first().waitFor()

    // The queue.
    await rows(owner, 'Queue').nth(1).waitFor()
    await owner.person.shoot('owner-queue')
    const [now = '', next = ''] = await rows(owner, 'Queue').allInnerTexts()
    expect(now).toMatch(/^now\s+[\w-]{10}\s+bench-50:1b\s+\d+ s\s+End turn/)
    expect(next).toMatch(/^1st\s+[\w-]{10}\s+bench-50:1b\s+waiting \d+ s\s+Remove/)
    const nameOf = (row: string) => row.split(/\s+/)[1] ?? ''
    const [adaIs, bobIs] = [nameOf(now), nameOf(next)]
    expect(await rows(owner, 'Hosts').first().innerText()).toContain('Writing')
    await owner.person.button(`End turn of ${adaIs}`).click()
    await owner.person.button(`End this answer of ${adaIs}`).click()
    await ada.person.log.getByText('The owner of this box has ended this answer.').waitFor()
    await bob.person.sees(20)
    expect(asked(system.demo, first)[0]?.endedAt).toBeDefined()

    // Words for whoever begins a chat, in lines and as text.
    await page.getByLabel('Welcome text').fill(WELCOME)
    await owner.person.button('Save the welcome text').click()
    await rows(owner, 'Changes').getByText('Set the welcome').waitFor()
    await ada.person.page.goto('/')
    const welcome = ada.person.page.locator('.welcome')
    await welcome.waitFor()
    expect(await welcome.innerText()).toBe(WELCOME)
    await ada.person.shoot('owner-welcome')

    // A model.
    await page.getByRole('switch', { name: /^bench-fast:1b/ }).click()
    await rows(owner, 'Changes').getByText('Turned bench-fast:1b off.').waitFor()
    await ada.person.page.reload()
    await ada.person.button(/^Model: /).click()
    const offered = await ada.person.page.locator('.models [role=option]').allInnerTexts()
    expect(offered.join(' ')).toContain('bench-50:1b')
    expect(offered.join(' ')).not.toContain('bench-fast:1b')
    await ada.person.page.keyboard.press('Escape')
    await page.getByRole('switch', { name: /^bench-fast:1b/ }).click()

    // Blocked, while an answer is being written for them.
    await owner.person.button(`Block ${bobIs}`).click()
    const form = page.getByRole('form', { name: `Block ${bobIs}` })
    await form.getByRole('button', { name: 'Block' }).click()
    await bob.person.log.locator('.foot .state[data-is=writing]').waitFor({ state: 'detached' })
    await bob.person.ask('Why?')
    await bob.person.page
      .getByText('Not asked. The owner of this box does not let you ask any more.')
      .waitFor()
    expect(await bob.person.field.inputValue()).toBe('Why?')
    await bob.person.shoot('owner-blocked')
    await owner.person.button(`Unblock ${bobIs}`).click()
    await owner.person.button(`Block ${bobIs}`).waitFor()

    // The pause.
    await owner.person.button('Pause new questions').click()
    await page.getByLabel('What whoever asks is told').fill(MESSAGE)
    await owner.person.button('Pause').click()
    await owner.person.button('Resume').waitFor()
    await rows(owner, 'Changes').getByText('Paused the public').waitFor()
    await owner.person.shoot('owner-paused')
    await comesBack(ada)
    const line = ada.person.page.locator('.under .state')
    await line.getByText('Paused by the owner.').waitFor()
    expect(await line.locator('bdi').innerText()).toBe(MESSAGE)
    const third = newMark()
    await ada.person.ask(third)
    await ada.person.page.getByText('Not asked. Paused by the owner.').waitFor()
    expect(await ada.person.field.inputValue()).toBe(third)
    expect(asked(system.demo, third)).toEqual([])
    await ada.person.shoot('owner-paused-visitor')

    await owner.person.button('Resume').click()
    await owner.person.button('Pause new questions').waitFor()
    await rows(owner, 'Changes').getByText('Let the public ask again.').waitFor()
    await ada.person.pick('bench-fast:1b')
    await ada.person.ask(newQuestion(3))
    await ada.person.waitsForDone()

    // All that is kept of somebody.
    expect(await bob.person.row(second).count()).toBe(1)
    await owner.person.button(`Delete data of ${bobIs}`).click()
    await page.getByLabel(`Write ${bobIs} to make sure`).fill(bobIs)
    await owner.person.button('Delete for good').click()
    await rows(owner, 'Changes').getByText(`Deleted all that was ${bobIs}’s.`).waitFor()
    // Their tab hears it, and begins anew by itself.
    await bob.person.page.getByText('Your chats will stand here.').waitFor()

    // Here it stays theirs, and on another device their passkey opens it.
    await page.reload()
    await page.getByRole('heading', { name: 'Hosts' }).waitFor()
    const elsewhere = await sits('/owner')
    const device = await Authenticator.of(elsewhere.desk.context, elsewhere.person.page)
    await device.give(owner.held)
    await elsewhere.person.button('Make or use a passkey').click()
    await elsewhere.person.button('Sign in').click()
    await elsewhere.person.page.getByRole('heading', { name: 'Hosts' }).waitFor()
    await elsewhere.person.chats.getByRole('link', { name: 'Box' }).waitFor()
    expect([...owner.desk.wrongs, ...ada.desk.wrongs, ...bob.desk.wrongs, ...elsewhere.desk.wrongs]).toEqual(
      []
    )
    await Promise.all([owner, ada, bob, elsewhere].map(({ desk }) => desk.context.close()))
  })

  it('is made by a code once: then it is used up', async ({ expect }) => {
    const seat = await sits('/owner')
    await seat.person.page.getByText('This page is for the owner of the box.').waitFor()
    await Authenticator.of(seat.desk.context, seat.person.page)
    await seat.person.button('Make or use a passkey').click()
    await seat.person.button('Add a passkey').click()
    await seat.person.page.getByText('Passkey 1').waitFor()
    await seat.person.button('Close').click()
    await seat.person.page.getByLabel('The owner’s code').fill(CODE)
    await seat.person.button('Enter').click()
    await seat.person.page.getByText('That did not work.').waitFor()
    expect(seat.desk.wrongs).toEqual([])
    await seat.desk.context.close()
  })
})
