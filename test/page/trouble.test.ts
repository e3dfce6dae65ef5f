/** What a person sees and does when an answer breaks off: the page tells the truth, and there is a way on. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { inlineTokens } from '../../demo/adversary/inline.ts'
import { benchAnswer } from '../../demo/server.ts'
import { launchChromium } from '../chromium.ts'
import { type Desk, sitDown, words } from '../person.ts'
import { emptyMemory, asked, newMark, startSystem, type System } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  // Long enough to reload a page and see that it still waits.
  const vars = { RETRY_SECONDS: '3' }
  ;[system, browser] = await Promise.all([
    startSystem({ vars, demo: { rate: 60, loadMs: 3_000 } }),
    launchChromium(),
  ])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** The page does not hear how a chat stands now, and so not by which id Burrow knows a question, until it is let. */
async function holdsBack({ context }: Desk): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await context.route('**/api/chats/*', async route => {
    if (route.request().method() === 'GET') await promise
    await route.continue()
  })
  return resolve
}

/** Somebody whose answer is cut that its model cannot go on with, and whose page has not heard of it until `named`. */
async function losesAnswer() {
  const desk = await sitDown(browser, system.url)
  const person = await desk.open()
  const question = newMark()
  await person.pick('parrot:1b')
  await person.ask(question)
  await person.sees(40)
  const named = await holdsBack(desk)
  system.demo.switch({ cut: question })
  return { desk, person, question, named }
}

describe.concurrent('an answer that broke off for good', () => {
  it('[T9] is gone on with by Continue: the rest stands behind it, the page says so, the old one stays', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    // Cut, and cut off at once when it is resumed, but for the time that somebody asks for it.
    const question = `${newMark()} tokens=90 after=40 blind=1`
    await person.pick('fault-cuts:1b')
    await person.ask(question)
    await person.log.locator('.state[data-is=cut]').waitFor()
    await person.log.getByText('Trying again, 2nd of 2.').waitFor()
    await person.log.getByText('All that had arrived is kept.').waitFor()
    await person.shoot('interrupted')
    const kept = await person.reads()
    await person.button('Continue').click()
    await person.waitsForDone()

    await person.shoot('continued')
    await person.log.getByText(/, cut .*and continued\./).waitFor()
    expect(await person.reads()).toBe(words(benchAnswer(question)))
    const versions = person.page.getByRole('group', { name: 'Versions of this answer' })
    expect(await versions.innerText()).toContain('2 / 2')
    await versions.getByRole('button', { name: 'Earlier version' }).click()
    expect(await person.reads()).toBe(kept)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('[T8] by a model that cannot go on is asked to continue, in a question that everybody can see', async ({
    expect,
  }) => {
    const { desk, person, question, named } = await losesAnswer()
    await person.button('Continue').click()
    named()
    // The parrot says it too.
    await person.log.getByText('Continue where you stopped.', { exact: true }).waitFor()
    await person.waitsForDone()

    await person.shoot('asked-to-continue')
    const sent = asked(system.demo, question).at(-1)?.messages ?? []
    expect(sent.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
    expect(sent.at(-1)?.content).toBe('Continue where you stopped.')
    expect(await person.log.locator('.turn').count()).toBe(2)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('is asked for again as another version of it, however fast that is pressed', async ({ expect }) => {
    const { desk, person, question, named } = await losesAnswer()
    await person.button('Try again').click()
    named()
    const versions = person.page.getByRole('group', { name: 'Versions of this answer' })
    await versions.waitFor()
    await person.waitsForDone()
    expect(await versions.innerText()).toContain('2 / 2')
    expect(asked(system.demo, question)).toHaveLength(2)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})

describe('an answer that broke off for good', () => {
  it('[T8] in thinking that stands in the text is gone on with from there, and no mark of it is shown', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const question = `${newMark()} thought=20 tokens=20 rate=15 after=12 blind=1`
    await person.pick('fault-cuts-inline:1b')
    await person.ask(question)
    await person.log.getByText('All that had arrived is kept.').waitFor()
    const answer = person.log.locator('article > .said')
    expect(await answer.count()).toBe(0)
    await person.button('Continue').click()
    await person.waitsForDone()

    await person.shoot('continued-in-thinking')
    const written = inlineTokens(question).join('')
    const sent = asked(system.demo, question).at(-1)?.messages.at(-1)?.content ?? ''
    expect(sent).toMatch(/^\s*<think>\s*Plan/)
    expect(written.startsWith(sent)).toBe(true)
    await person.log.getByText(/, cut once and continued\./).waitFor()
    const text = written.slice(written.indexOf('</think>')).replace(/^<\/think>\s+/, '')
    expect(words((await answer.allInnerTexts()).join(' '))).toBe(words(text.replaceAll('`', '')))
    await person.log.locator('.foot').getByRole('button', { name: 'Copy' }).click()
    const copied = await person.page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe(text)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('[T8] in its thinking, of a model that cannot go on, begins again: there is nothing that it could see', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const question = `${newMark()} thought=20 tokens=20 rate=15 after=12 blind=1`
    await person.pick('fault-cuts-closed:1b')
    await person.ask(question)
    await person.button('Continue').click()
    await person.waitsForDone()

    expect(await person.log.locator('.turn').count()).toBe(1)
    expect(asked(system.demo, question).at(-1)?.messages).toEqual([{ role: 'user', content: question }])
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})

describe.concurrent('a reload', () => {
  it('[T6] [T12] at any moment, while it loads, reads, writes and waits for the box, changes nothing', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const question = `${newMark()} tokens=120`
    await person.pick('bench-50:1b')
    system.demo.switch({ hold: question })
    await person.ask(question)
    await person.log.locator('.state[data-is=writing]').waitFor()
    await person.page.reload()
    await person.sees(60)
    system.demo.switch({ cut: question })
    await person.log.getByText('Trying again, 2nd of 2.').waitFor()
    await person.page.reload()
    await person.log.getByText('Trying again, 2nd of 2.').waitFor()
    await person.log.locator('.state[data-is=writing]').waitFor()
    await person.page.reload()
    system.demo.switch({ letGo: question })
    await person.waitsForDone()
    expect(await person.reads()).toBe(words(benchAnswer(question)))

    await emptyMemory(system.demo)
    const said = await person.listen()
    await person.pick('badger:70b')
    await person.ask(newMark())
    // Beside another model in memory nobody can tell whether it loads or waits for that one to leave.
    const waits = person.log.locator('.state:is([data-is=loading], [data-is=queued])')
    await waits.waitFor()
    await person.page.reload()
    await waits.waitFor()
    await person.waitsForDone()
    expect(said.filter(line => line.startsWith('Finding your answer'))).toEqual([])
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  }, 60_000)
})
