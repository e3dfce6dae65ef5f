/** The page under a translator, which takes text nodes out and puts its own in their place. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../../demo/server.ts'
import { launchChromium } from '../chromium.ts'
import { type Person, sitDown, words } from '../person.ts'
import { line as placeLine, NEXT, reads, THIRD, waits } from '../queued.ts'
import { newQuestion, startSystem, type System, until } from '../system.ts'
import { translate } from '../translate.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

const line = (person: Person) => person.log.locator('.turn').last().locator('.foot .state')

describe('a page that is being translated', () => {
  it('loses no word of an answer, and none of what it says of it', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.page.evaluate(translate)
    const [first, second] = [newQuestion(150), newQuestion(60)]
    await person.pick('bench-50:1b')
    await person.ask(first)
    await person.sees(80)
    const said = new Set<string>()
    await until('the line has said several things', async () => {
      said.add(await line(person).innerText())
      return said.size > 3
    })
    await person.waitsForDone()
    expect(await person.reads()).toBe(words(benchAnswer(first)))
    // When it is written, it may be translated.
    await person.said().locator('font font').first().waitFor()
    expect([...said].filter(each => each.split('.').length > 4)).toEqual([])
    expect(await line(person).innerText()).toMatch(/^Done in \d+ s\. \d+ tokens a second\.$/)

    await person.ask(second)
    await person.waitsForDone()
    expect(await person.reads()).toBe(words(benchAnswer(second)))
    await person.more(first, 'Rename')
    await person.page.getByLabel('New name of the chat').fill('Renamed')
    await person.page.getByLabel('New name of the chat').press('Enter')
    await person.row('Renamed').waitFor()
    expect(await person.page.getByRole('heading', { level: 1 }).innerText()).toBe('Renamed')
    await person.pick('scribe:8b')
    expect(await person.button(/^Model: /).innerText()).toMatch(/^Model:\s+scribe:8b$/)
    await person.button('Try again').last().click()
    await person.waitsForDone()
    await person.button('Earlier version').click()
    await person.log.getByText('1 / 2').waitFor()
    expect(await person.log.getByText('2 / 2').count()).toBe(0)
    expect(await person.reads()).toBe(words(benchAnswer(second)))
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  }, 40_000)

  it('[T12] says each place in the queue, and nothing of the one before', async ({ expect }) => {
    const stage = await waits(browser, system.url, THIRD)
    await stage.person.page.evaluate(translate)
    await reads(stage, { position: 2, ahead: 1 }, 'You are 2nd. 1 person before you.')
    await reads(stage, NEXT, 'You are next. About 10 seconds.')
    await placeLine(stage).locator('font font').first().waitFor()
    expect(words(await placeLine(stage).innerText())).toBe('You are next. About 10 seconds.')
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })
})
