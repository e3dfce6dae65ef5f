/** The owner's page: what it shows, and what becomes of what is done on it. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { PHONE } from '../offered.ts'
import { type Owned, owned, ownerView } from '../owned.ts'
import { startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** An owner who sees it all. */
async function looks(options = {}) {
  const owner = await owned(browser, system.url, options)
  await owner.person.page.getByRole('heading', { name: 'Changes' }).waitFor()
  return owner
}

const focused = ({ person }: Owned) =>
  person.page.evaluate(() => document.activeElement?.textContent.replace(/\s+/g, ' ').trim())

describe.concurrent('the owner’s page', () => {
  it.for([
    ['light', {}],
    ['dark', { colorScheme: 'dark' }],
    ['phone', PHONE],
    ['phone-dark', { ...PHONE, colorScheme: 'dark' }],
    ['narrow', { viewport: { width: 320, height: 700 } }],
  ] as const)('fits, with whatever names: %s', async ([name, options], { expect }) => {
    const owner = await looks(options)
    const { person, desk } = owner
    await person.button('Block 7f3aQx_b-0').click()
    await person.button('Pause new questions').click()
    await person.drawn()
    await person.shoot(`owner-${name}-Busy`)
    await person.button('Show 31 days').click()
    await person.page.getByRole('heading', { name: 'Last 31 days' }).waitFor()
    expect(await person.page.getByRole('region', { name: 'Usage' }).locator('tbody tr').count()).toBe(31)
    expect(await person.overflow()).toBe(0)
    for (const heading of ['Hosts', 'Last 31 days', 'Limits', 'Changes']) {
      await person.page.getByRole('heading', { name: heading }).scrollIntoViewIfNeeded()
      await person.drawn()
      await person.shoot(`owner-${name}-${heading}`)
    }
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('takes back what was not done, and says so', async ({ expect }) => {
    const owner = await looks()
    const { person, desk } = owner
    owner.refuses = 'history_unavailable'
    const model = person.page.getByRole('switch', { name: /^qwen3:14b/ })
    await model.click()
    await person.page.getByText('That was not done. Burrow cannot reach its memory just now.').waitFor()
    expect(await model.isChecked()).toBe(true)
    expect(owner.done).toEqual(['PATCH /api/owner {"models":{"qwen3:14b":false}}'])
    await desk.context.close()
  })

  it('ends a turn once that was pressed twice, and leads on to the next', async ({ expect }) => {
    const owner = await looks()
    const { person, desk } = owner
    const end = person.page.getByRole('button', { name: 'End turn of 7f3aQx_b-0' })
    await end.focus()
    await person.page.keyboard.press('Enter')
    expect(await focused(owner)).toBe('End this answer of 7f3aQx_b-0')
    expect(owner.done).toEqual([])
    // Whoever goes elsewhere has thought better of it.
    await person.page.keyboard.press('Tab')
    await end.waitFor()
    await end.focus()
    await person.page.keyboard.press('Enter')
    owner.says = { ...ownerView(), turns: ownerView().turns.slice(1) }
    await person.page.keyboard.press('Enter')
    await end.waitFor({ state: 'detached' })
    expect(await focused(owner)).toBe('Remove from c210Zz19aB')
    await until('it was ended', () => owner.done.length > 0)
    expect(owner.done).toEqual(['POST /api/owner/turns/a/end'])
    await desk.context.close()
  })

  it('deletes what is kept of somebody only where their name was written', async ({ expect }) => {
    const owner = await looks()
    const { person, desk } = owner
    await person.button('Delete data of 7f3aQx_b-0').click()
    const form = person.page.getByRole('form', { name: 'Delete the data of 7f3aQx_b-0' })
    await form.getByRole('button', { name: 'Delete for good' }).click({ force: true })
    await form.getByRole('textbox').fill('7f3aQx_b-1')
    await form.getByRole('textbox').press('Enter')
    expect(owner.done).toEqual([])
    await form.getByRole('textbox').fill('7f3aQx_b-0')
    await form.getByRole('textbox').press('Enter')
    await form.waitFor({ state: 'detached' })
    expect(owner.done).toEqual(['DELETE /api/owner/visitors/7f3aQx_b-0'])
    expect(await focused(owner)).toBe('Delete data of 7f3aQx_b-0')
    await desk.context.close()
  })

  it('sets a limit to what it can be, and gives it back to the configuration', async ({ expect }) => {
    const owner = await looks()
    const { person, desk } = owner
    const field = person.page.getByRole('textbox', { name: 'New visitors an hour' })
    expect(await field.getAttribute('placeholder')).toBe('40')
    await field.fill('none')
    await field.press('Enter')
    await person.page.getByText('A whole number of visitors, 1 at the least.').waitFor()
    await field.fill('5')
    await field.press('Enter')
    await person.button('As configured Questions a minute of one visitor').click()
    await until('both were sent', () => owner.done.length === 2)
    expect(owner.done).toEqual([
      'PATCH /api/owner {"limits":{"newVisitorsAnHour":5}}',
      'PATCH /api/owner {"limits":{"turnsAMinute":null}}',
    ])
    await desk.context.close()
  })

  it('is empty where nobody asks, and says so', async ({ expect }) => {
    const owner = await looks()
    const { person, desk } = owner
    const none = { hosts: [], turns: [], days: [], visitors: [], models: [], changes: [] }
    owner.says = { ...ownerView(), ...none }
    await person.page.reload()
    const words = [
      'No host is configured.',
      'Nobody is waiting.',
      'Nobody has asked today.',
      'Nobody has asked in these days.',
      'No host has a model that is offered.',
      'Nothing was changed here yet.',
    ]
    for (const each of words) await person.page.getByText(each).waitFor()
    await person.shoot('owner-empty')
    expect(await person.page.getByRole('table').count()).toBe(0)
    await desk.context.close()
  })
})
