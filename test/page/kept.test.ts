/** What somebody reads and presses while the box is away: a question may wait for it. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { isAt } from '../by-keys.ts'
import { launchChromium } from '../chromium.ts'
import { comesBack, finds, kept, LATER, OFFLINE } from '../kept.ts'
import { PHONE } from '../offered.ts'
import { startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

const GB = { locale: 'en-GB' }
const DAY_MS = 86_400_000
const QUESTION = 'Which oak is this?'

describe.concurrent('the box’s own line', () => {
  const today = () => new Date().setHours(0, 1, 0, 0)
  it.for<[string, () => number | undefined, RegExp]>([
    ['today', today, /^The box is offline since 00:01\. You can still read and write\.$/],
    ['yesterday', () => today() - DAY_MS / 2, /^The box is offline since yesterday, \d\d:01\. You/],
    ['days ago', () => today() - 4 * DAY_MS, /^The box is offline since [A-Z][a-z]+day, \d\d:01\. You/],
    ['unknown', () => undefined, /^The box is offline\. You can still read and write\.$/],
  ])('says since when it is away: %s', async ([name, since, words], { expect }) => {
    const at = since()
    const stage = await finds(browser, system.url, { ...OFFLINE, ...(at !== undefined && { since: at }) }, GB)
    await stage.person.page.locator('.under').getByText(words).waitFor()
    expect(await stage.person.button('Look again').count()).toBe(0)
    await stage.person.shoot(`kept-since-${name.replace(' ', '-')}`)
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })
})

describe.concurrent('while the box is away', () => {
  it('every button that asks says what will happen, and asks for an answer when it is back', async ({
    expect,
  }) => {
    const stage = await finds(browser, system.url, OFFLINE, GB)
    const { person, asked } = stage
    await person.page.locator('main > [role=status]').getByText('The box is offline').waitFor()
    await person.page.getByPlaceholder('Ask now, read later').waitFor()
    expect(await person.button(LATER).isDisabled()).toBe(true)
    await person.field.fill(QUESTION)
    await person.shoot('kept-composer')
    await person.button(LATER).click()
    await until('it was asked', () => asked.length === 1)
    stage.tells({ state: 'queued', until: Date.now() + DAY_MS })
    await kept(person).waitFor()
    await person.shoot('kept')
    await person.log.getByRole('button', { name: 'Take it back' }).click()
    await person.log.getByText('Stopped by you.').waitFor()
    await isAt(person, 'Message')
    await person.log.locator('.deeds').getByRole('button', { name: LATER }).click()
    await until('it was asked again', () => asked.length === 2)
    stage.ends('done', 'An English oak.')
    await person.waitsForDone()
    await person.field.press('ArrowUp')
    await isAt(person, 'Edit your question')
    await person.page.keyboard.type(' The second one.')
    await person.shoot('kept-edit')
    await person.log.locator('.ask').getByRole('button', { name: LATER }).click()
    await until('it was asked otherwise', () => asked.length === 3)
    expect(asked.map(({ keep }) => keep)).toEqual(Array(3).fill('until-back'))
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })

  it('that only its owner can mend, nothing waits', async ({ expect }) => {
    const message = 'This Burrow is not set up correctly.'
    const problem = { code: 'misconfigured', message, retryable: false }
    const stage = await finds(browser, system.url, { box: 'misconfigured', problem })
    const { person, asked } = stage
    await person.page.getByRole('alert').getByText(message).waitFor()
    await person.field.fill(QUESTION)
    await person.button('Send message').click()
    await until('it was asked', () => asked.length === 1)
    expect(asked[0]).not.toHaveProperty('keep')
    await stage.close()
  })

  it('a page that has not heard of it asks, and is told; it hears that the box is back', async ({
    expect,
  }) => {
    const stage = await finds(browser, system.url, {})
    const { person, asked, find } = stage
    await person.ask(QUESTION)
    await until('it was asked', () => asked.length === 1)
    expect(asked[0]).not.toHaveProperty('keep')
    await find(OFFLINE)
    stage.ends('done', 'An English oak.')
    await person.button(LATER).first().waitFor()
    await find({})
    await person.button('Send message').waitFor()
    expect(await person.field.getAttribute('placeholder')).toBe('Ask anything')
    await stage.close()
  })
})

describe.concurrent('a question that is kept', () => {
  it('[T12] says until when, is heard once, and is asked after when somebody looks, and never else', async ({
    expect,
  }) => {
    const stage = await finds(browser, system.url, OFFLINE, GB)
    const { person, asked, attached } = stage
    await person.page.clock.install()
    await person.ask(QUESTION)
    await until('it was asked', () => asked.length === 1)
    const tomorrow = new Date(Date.now() + DAY_MS).setHours(14, 0, 0, 0)
    stage.tells({ state: 'queued', until: tomorrow })
    const words = 'Waiting for the box to come back. Kept until tomorrow, 14:00.'
    await kept(person).getByText(words, { exact: true }).waitFor()
    await person.page.locator('main > [role=status]').getByText('Waiting for the box to come back').waitFor()
    await person.row(QUESTION).locator('[data-is=away]').getByText('Waiting for the box').waitFor()
    await person.page.locator('.under').getByText('The box is offline').waitFor()
    await person.ask('And the next one?')
    await person.page.getByText('Your question is still waiting. Take it back, or wait.').waitFor()
    // All that has a clock: it would ask now.
    for (let hour = 0; hour < 3; hour++) await person.page.clock.fastForward('01:00:00')
    await person.drawn()
    expect([attached(), asked.length]).toEqual([0, 1])
    await comesBack(person)
    await until('it was asked after', () => attached() === 1)
    await person.button('New chat').first().click()
    await person.row(QUESTION).click()
    await until('it was asked after again', () => attached() === 2)
    await kept(person).waitFor()
    stage.ends('done', 'An English oak.')
    await comesBack(person)
    await person.log.getByText('An English oak.').waitFor()
    expect(await person.field.inputValue()).toBe('And the next one?')
    expect(attached()).toBe(3)
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })

  it('[T12] says so after a reload, and Escape and the spot of Stop take it back', async ({ expect }) => {
    const stage = await finds(browser, system.url, OFFLINE)
    const { person, asked, stopped } = stage
    await person.ask(QUESTION)
    await until('it was asked', () => asked.length === 1)
    stage.tells({ state: 'queued', until: Date.now() + DAY_MS })
    await person.page.reload()
    await kept(person)
      .getByText(/^Waiting for the box to come back\. Kept until tomorrow, /)
      .waitFor()
    await person.page.locator('.pen').getByRole('button', { name: 'Take it back' }).click()
    await person.log.getByText('Stopped by you.').waitFor()
    expect(stopped).toEqual([asked[0]?.turn])
    await stage.close()
  })

  it.for([
    ['telephone', PHONE],
    ['narrowest telephone', { ...PHONE, viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
    ['telephone on its side', { ...PHONE, viewport: { width: 640, height: 320 } }],
  ] as const)('fits on a %s, and so does asking it', async ([name, options], { expect }) => {
    const stage = await finds(browser, system.url, { ...OFFLINE, since: Date.now() - 3 * DAY_MS }, options)
    const { person, asked } = stage
    await person.field.fill(QUESTION)
    await person.shoot(`kept-composer-${name.replaceAll(' ', '-')}`)
    const button = await person.button(LATER).boundingBox()
    const cut = await person.button(LATER).evaluate(one => one.scrollWidth - one.clientWidth)
    expect(cut).toBe(0)
    expect(await person.overflow()).toBe(0)
    expect((button?.x ?? 0) + (button?.width ?? Infinity)).toBeLessThanOrEqual(options.viewport.width)
    await person.button(LATER).tap()
    await until('it was asked', () => asked.length === 1)
    stage.tells({ state: 'queued', until: Date.now() + DAY_MS })
    await kept(person).waitFor()
    await person.shoot(`kept-${name.replaceAll(' ', '-')}`)
    expect(await person.overflow()).toBe(0)
    await person.log.getByRole('button', { name: 'Take it back' }).tap()
    await person.log.getByText('Stopped by you.').waitFor()
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })
})
