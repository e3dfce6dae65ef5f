/** What the page says while somebody waits: what is known, and no more. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../demo/server.ts'
import { launchChromium } from './chromium.ts'
import { sitDown, words } from './person.ts'
import { asked, newMark, startSystem, type System, until } from './system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([
    // The second wait is long enough to be read.
    startSystem({ vars: { RETRY_SECONDS: '0.5,3' }, demo: { slots: 1 } }),
    launchChromium(),
  ])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

describe('somebody whose answer is cut', () => {
  it('[T9] [T12] reads that it broke off, and a count that begins anew with each try that brings text', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const question = `${newMark()} tokens=300 after=50 cuts=4`
    await person.pick('fault-cuts:1b')
    const said = await person.listen()
    await person.ask(question)
    await person.waitsForDone()

    await person.log.getByText(/, cut 4 times and continued\./).waitFor()
    expect(await person.reads()).toBe(words(benchAnswer(question)))
    const tries = said.filter(line => line.includes('Trying again'))
    expect(new Set(tries)).toEqual(new Set(['Interrupted. The answer broke off. Trying again, 2nd of 3.']))
    expect(said.filter(line => line.includes('went away'))).toEqual([])
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('[T12] reads why it is tried again, where the box said so', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('fault-cut-then-busy:1b')
    await person.ask(newMark())
    await person.log.getByText('Interrupted. The box is busy. Trying again, 3rd of 3.').waitFor()
    await person.waitsForDone()

    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('[T8] inside its thinking reads that it began anew', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const question = newMark()
    await person.pick('ponder:14b')
    await person.button('Think').click()
    await person.ask(question)
    await person.log.locator('.thought .said').getByText(/./).first().waitFor()
    system.demo.switch({ cut: question })
    await person.waitsForDone()

    await person.log.getByText(/^Done in .+, begun anew after a cut\./).waitFor()
    await person.shoot('begun-anew')
    expect(asked(system.demo, question)).toHaveLength(2)
    await person.page.reload()
    await person.log.getByText(/^Done in .+, begun anew after a cut\./).waitFor()
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('[T12] before a word of it reads that none has come yet', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('fault-error-first:1b')
    const said = await person.listen()
    await person.ask(newMark())
    await person.log.getByText('Failed.').waitFor()

    expect(said.filter(line => /went away|broke off/.test(line))).toEqual([])
    await person.log.getByText('Your question is safe.').waitFor()
    await person.shoot('failed')
    await desk.context.close()
  })
})

describe('somebody whose answer has gone quiet', () => {
  it('[T12] reads for how long, and no more when it is over', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.page.clock.install()
    await person.page.reload()
    await person.pick('fault-stall:1b')
    await person.ask(`${newMark()} tokens=60`)
    await person.sees(40)
    expect(await person.log.getByText('Quiet').count()).toBe(0)
    await person.page.clock.fastForward(13_000)
    await person.log.getByText(/^Writing\. Quiet for 1\d s\.$/).waitFor()
    await person.shoot('quiet')
    await person.button('Stop generating').click()
    await person.log.getByText(/^Stopped by you/).waitFor()

    expect(await person.log.getByText('Quiet').count()).toBe(0)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})

describe('somebody who waits for the box', () => {
  it('[T12] reads just that, and for how long; whoever reloads is not told that an answer is being looked for', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const first = await desk.open()
    // Alone in its slot for as long as this takes.
    const long = `${newMark()} tokens=400 rate=20`
    await first.pick('fault-drifts:1b')
    await first.ask(long)
    await until('it is being answered', () => asked(system.demo, long)[0])
    // Somebody else: Burrow takes the box to have a slot for both, and it has one.
    const other = await sitDown(browser, system.url)
    const second = await other.open()
    await second.pick('fault-drifts:1b')
    const said = await second.listen()
    await second.ask(`${newMark()} tokens=5`)
    await second.log.getByText('Waiting for the box.').waitFor()
    await second.log.getByText(/^Waiting for the box\. \d+ s so far\.$/).waitFor()
    await second.shoot('waiting')
    await second.page.reload()
    await second.log.getByText('Waiting for the box.').waitFor()
    await first.button('Stop generating').click()
    await second.waitsForDone()

    expect(said.filter(line => /Finding|Loading|went away|\b0 s/.test(line))).toEqual([])
    expect([...desk.wrongs, ...other.wrongs]).toEqual([])
    await Promise.all([desk, other].map(({ context }) => context.close()))
  })
})
