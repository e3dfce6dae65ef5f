/** A box that is away, of which the page has not heard: what failed may be asked again, to wait for it. */

import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../../demo/server.ts'
import { launchChromium } from '../chromium.ts'
import { kept, LATER, switchBox } from '../kept.ts'
import { sitDown, words } from '../person.ts'
import { newQuestion, startSystem, type System } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([
    startSystem({ vars: { RETRY_SECONDS: '0.2,0.4' } }),
    launchChromium(),
  ])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))
// The next one begins with a box that is there, also after one that failed.
afterEach(() => switchBox(system, 'on'))

const MODEL = 'bench-50:1b'

describe('a question that waits for the box', () => {
  it('may be one that was asked of a box of which nobody knew that it is away', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick(MODEL)
    const question = newQuestion(20)
    await person.field.fill(question)
    system.demo.switch({ down: true })
    await person.button('Send message').click()
    await person.log.getByText('Failed.').waitFor()
    const later = person.log.getByRole('button', { name: LATER })
    await later.waitFor()
    await person.shoot('away-failed')
    await later.click()
    await kept(person).waitFor()
    await switchBox(system, 'on')
    await person.waitsForDone()
    expect(await person.reads()).toBe(words(benchAnswer(question)))
    const versions = person.page.getByRole('group', { name: 'Versions of this answer' })
    expect(await versions.innerText()).toContain('2 / 2')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('may be one for a box that is away among others that are there, which is not asked to wait unless somebody says so', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick(MODEL)
    // As a whole it is there all the time.
    const ready = await (await desk.context.request.get('/api/status')).json()
    await desk.context.route('**/api/status', route => route.fulfill({ json: ready }))
    system.demo.switch({ down: true })
    await person.ask(newQuestion(5))
    await person.log.getByText('Failed.').waitFor()
    await person.log.getByRole('button', { name: 'Try again' }).click()
    await person.page.getByRole('group', { name: 'Versions of this answer' }).waitFor()
    await person.log.getByText('Failed.').waitFor()
    await person.shoot('away-among-others')
    await person.log.getByRole('button', { name: LATER }).click()
    await kept(person).waitFor()
    await switchBox(system, 'on')
    await person.waitsForDone()
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})
