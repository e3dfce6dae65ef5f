/** How an answer ends, in words that are true, and what can be done from there. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../../demo/server.ts'
import { launchChromium } from '../chromium.ts'
import { sitDown, words } from '../person.ts'
import { newMark, startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([
    startSystem({ vars: { RETRY_SECONDS: '0.1,0.1' }, demo: { rate: 100 } }),
    launchChromium(),
  ])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

describe('an answer without a word', () => {
  it('that was thought about says that none came, leaves the thought open, and can be asked for again', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('thinker-alternating:1b')
    await person.button('Think').click()
    await person.ask(`${newMark()} tokens=5`)
    const none = person.log.getByText(/^No answer came\. .+ thought, and then said nothing\.$/)
    await none.waitFor()
    const thought = person.log.locator('.thought .said')
    expect(await thought.isVisible()).toBe(true)
    await person.shoot('no-answer')
    await person.page.reload()
    await none.waitFor()
    await thought.getByText(/^Answer/).waitFor()
    expect(await thought.isVisible()).toBe(true)
    await until('the models are here', () => person.button(/^Model: thinker/).isEnabled())
    await person.button('Try again').click()
    await person.page.getByRole('group', { name: 'Versions of this answer' }).waitFor()
    await none.waitFor()
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('at once says so too, and has nothing to copy', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    await person.ask(`${newMark()} tokens=0`)
    await person.log.getByText(/^No answer came\. .+ ended without a word\.$/).waitFor()
    await person.button('Try again').waitFor()
    expect(await person.log.getByRole('article').last().getByRole('button', { name: 'Copy' }).count()).toBe(0)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})

describe('an answer that was stopped', () => {
  it('says after about how much, and can be gone on with', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const question = `${newMark()} tokens=200`
    await person.pick('bench-50:1b')
    await person.ask(question)
    await person.sees(150)
    await person.button('Stop generating').click()
    const line = person.log.getByText(/^Stopped by you after about \d+ tokens\.$/)
    await line.waitFor()
    await person.shoot('stopped')
    await person.page.reload()
    await line.waitFor()
    await until('the models are here', () => person.button(/^Model: bench/).isEnabled())
    await person.button('Continue').click()
    await person.waitsForDone()
    expect(await person.reads()).toBe(words(benchAnswer(question)))
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})

describe('ways on', () => {
  it('stand in one row on the narrowest telephone', async ({ expect }) => {
    const desk = await sitDown(browser, system.url, { viewport: { width: 320, height: 640 }, hasTouch: true })
    const person = await desk.open()
    await person.pick('fault-cuts:1b')
    await person.field.fill(`${newMark()} tokens=90 after=20 blind=9`)
    await person.button('Send message').click()
    await person.button('Continue').waitFor()
    const tops = await Promise.all(
      ['Continue', 'Try again'].map(name =>
        person.button(name).evaluate(one => one.getBoundingClientRect().top)
      )
    )
    expect(tops[0]).toBe(tops[1])
    expect(await person.overflow()).toBe(0)
    await person.shoot('ways-on')
    await desk.context.close()
  })
})

describe('a box that goes away', () => {
  it('is spoken of by one voice, which says what is known by now', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('fault-502:1b')
    let box = 'misconfigured'
    const problems: Record<string, string> = {
      misconfigured: 'The box is up but Ollama is not answering.',
      offline: 'The box is offline.',
    }
    await desk.context.route('**/api/status', async route => {
      const response = await route.fetch()
      const status = (await response.json()) as object
      const problem = { code: 'host_refused', message: problems[box], retryable: true }
      await route.fulfill({ json: { ...status, box, problem } })
    })
    await person.ask(newMark())
    await person.log.getByText('Failed.').waitFor()
    const said = () => person.page.locator('main').innerText()
    await until('it says what it knows', async () => (await said()).includes('Ollama is not answering.'))
    box = 'offline'
    await person.page.evaluate(() => dispatchEvent(new Event('focus')))
    await until('it says what is news', async () => (await said()).includes('The box is offline.'))
    const all = await said()
    expect(all).not.toContain('not answering')
    expect(all.match(/The box is offline/g)).toHaveLength(1)
    await person.shoot('one-voice')
    await desk.context.close()
  })
})
