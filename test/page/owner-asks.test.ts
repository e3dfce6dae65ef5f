/** The owner's page: when it asks, and who finds the way to it. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { owned, ownerView } from '../owned.ts'
import { sitDown } from '../person.ts'
import { startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** An owner who sees it all. */
async function looks() {
  const owner = await owned(browser, system.url)
  await owner.person.page.getByRole('heading', { name: 'Changes' }).waitFor()
  return owner
}

describe.concurrent('what it shows', () => {
  it('is asked for again while somebody uses it, and not while it is hidden or forgotten', async ({
    expect,
  }) => {
    const owner = await looks()
    const { person, desk } = owner
    const { page } = person
    await page.clock.install()
    await page.reload()
    await page.getByRole('heading', { name: 'Changes' }).waitFor()
    const see = (state: string) =>
      page.evaluate(now => {
        Object.defineProperty(document, 'visibilityState', { value: now, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }, state)
    const later = async (seconds: number) => {
      const before = owner.looks
      for (let n = 0; n < seconds; n += 5) {
        await page.clock.runFor(5_000)
        await person.drawn()
      }
      return owner.looks - before
    }
    await see('visible')
    await page.mouse.move(5, 5)
    expect(await later(30)).toBeGreaterThanOrEqual(5)
    await see('hidden')
    await later(5)
    expect(await later(60)).toBe(0)
    await see('visible')
    await later(5)
    await later(150)
    await page.getByText('It is looked at again when you move.').waitFor()
    expect(await later(60)).toBe(0)
    const before = owner.looks
    await page.mouse.move(50, 50)
    await until('it looks again', () => owner.looks > before)
    await desk.context.close()
  })

  it('stays while Burrow does not answer, and that is said', async ({ expect }) => {
    const owner = await looks()
    const { person, desk } = owner
    owner.says = null
    const lost = person.page.getByText('Not up to date. Burrow did not answer. This is how it was at')
    await lost.waitFor()
    expect(await person.page.getByRole('table').first().innerText()).toContain('attic')
    owner.says = ownerView()
    await lost.waitFor({ state: 'detached' })
    await desk.context.close()
  })
})

describe.concurrent('the way to it', () => {
  it('is a link for whoever has been let in, until they are not', async ({ expect }) => {
    const owner = await looks()
    const { person, desk } = owner
    const link = person.chats.getByRole('link', { name: 'Box' })
    expect(await link.getAttribute('aria-current')).toBe('page')
    await person.page.goto('/')
    const before = owner.looks
    await link.waitFor()
    await person.drawn()
    expect(owner.looks).toBe(before)
    owner.says = 'not_found'
    await link.click()
    await person.page.getByRole('heading', { name: 'This page is for the owner of the box.' }).waitFor()
    expect(await link.count()).toBe(0)
    await person.page.goBack()
    await person.field.waitFor()
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('costs nobody else anything', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const asked: string[] = []
    desk.context.on('request', request => void asked.push(new URL(request.url()).pathname))
    const person = await desk.open()
    await person.page.getByText('Your chats will stand here.').waitFor()
    await person.page.waitForLoadState('networkidle')
    expect(asked.filter(path => path.includes('owner') || path === '/api/me')).toEqual([])
    expect(await person.chats.getByRole('link', { name: 'Box' }).count()).toBe(0)
    await desk.context.close()
  })
})
