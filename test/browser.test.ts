/** The main job in a real browser, on the page as it is deployed. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../demo/server.ts'
import { launchChromium } from './chromium.ts'
import { type Desk, sitDown, words } from './person.ts'
import { asked, newMark, newQuestion, startSystem, type System, until } from './system.ts'
import { Visitor } from './visitor.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** The visitor whose browser this is, over HTTP. */
async function visitorOf({ context }: Desk): Promise<Visitor> {
  const [cookie] = await context.cookies()
  return new Visitor(system.url, `${cookie?.name}=${cookie?.value}`)
}

describe('somebody', () => {
  it('sees the first screen before any script has run', async ({ expect }) => {
    const desk = await sitDown(browser, system.url, { javaScriptEnabled: false })
    const person = await desk.open()

    expect(await person.page.getByRole('heading', { level: 1 }).isVisible()).toBe(true)
    expect(await person.field.isVisible()).toBe(true)
    expect(await person.button('Send message').isVisible()).toBe(true)
    expect(desk.wrongs).toEqual([])
    await person.shoot('without-scripts')
    await desk.context.close()
  })

  it('asks, watches the answer grow, asks again and is remembered', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const [first, second] = [newQuestion(120), newQuestion(60)]
    await person.pick('bench-50:1b')
    await person.ask(first)
    await person.sees(50)
    const early = await person.reads()
    await person.sees(300)
    await person.shoot('writing')
    await person.waitsForDone()

    expect(words(benchAnswer(first)).startsWith(early.slice(0, -10))).toBe(true)
    expect(await person.reads()).toBe(words(benchAnswer(first)))
    await person.ask(second)
    await person.page.getByText(second).first().waitFor()
    await person.sees(50)
    await person.waitsForDone()
    expect(await person.reads()).toBe(words(benchAnswer(second)))
    expect(asked(system.demo, second)[0]?.messages.map(({ content }) => content)).toEqual([
      first,
      benchAnswer(first),
      second,
    ])
    expect(await person.row(first).getAttribute('aria-current')).toBe('page')
    const { chats } = await (await visitorOf(desk)).chats()
    expect(chats).toMatchObject([{ id: person.chat, title: await person.row(first).innerText() }])
    expect(desk.wrongs).toEqual([])
    await person.shoot('answered')
    await desk.context.close()
  })

  it('[T4] [T6] reloads in the middle of an answer and sees it finish, word for word', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const asking = newQuestion(150)
    await person.pick('bench-50:1b')
    await person.ask(asking)
    for (const length of [60, 250, 450]) {
      await person.sees(length)
      await person.page.reload()
    }
    await person.waitsForDone()
    const { messages } = await (await visitorOf(desk)).chat(person.chat).open()

    expect(messages[1]).toMatchObject({ status: 'done', text: benchAnswer(asking) })
    expect(await person.reads()).toBe(words(benchAnswer(asking)))
    await person.log.getByRole('button', { name: 'Copy' }).last().click()
    expect(await person.page.evaluate(() => navigator.clipboard.readText())).toBe(benchAnswer(asking))
    expect(asked(system.demo, asking)).toHaveLength(1)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('[T5] stops an answer: the box is let go of within a second, and what had come stays', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const mark = newMark()
    await person.pick('slow:1b')
    await person.ask(mark)
    await person.sees(30)
    const at = Date.now()
    await person.button('Stop generating').click()
    const [upstream] = asked(system.demo, mark)
    await until('the upstream is closed', () => upstream?.ended, 1_000)
    await person.log.getByText(/^Stopped by you/).waitFor()

    expect(upstream?.ended).toBe('closed by client')
    expect((upstream?.endedAt ?? 0) - at).toBeLessThan(1_000)
    const text = await person.reads()
    await person.page.reload()
    await person.log.getByText(/^Stopped by you/).waitFor()
    expect(await person.reads()).toBe(text)
    expect(words(upstream?.content ?? '')).toContain(text)
    await desk.context.close()
  })

  it('edits a question and tries again: new versions, and the old ones stay', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const [first, second] = [newQuestion(10), newQuestion(20)]
    await person.pick('bench-50:1b')
    await person.ask(first)
    await person.waitsForDone()
    await person.button('Edit').click()
    await person.page.getByLabel('Edit your question').fill(second)
    await person.button('Ask again').click()
    await person.page.getByText(second).first().waitFor()
    await person.waitsForDone()
    const questions = person.page.getByRole('group', { name: 'Versions of this question' })
    const answers = person.page.getByRole('group', { name: 'Versions of this answer' })

    expect(await questions.innerText()).toContain('2 / 2')
    expect(await person.reads()).toBe(words(benchAnswer(second)))
    await questions.getByRole('button', { name: 'Earlier version' }).click()
    expect(await person.reads()).toBe(words(benchAnswer(first)))
    await questions.getByRole('button', { name: 'Later version' }).click()
    await person.button('Try again').click()
    await answers.waitFor()
    await person.waitsForDone()
    expect(await answers.innerText()).toContain('2 / 2')
    expect(asked(system.demo, second)).toHaveLength(2)
    const { messages } = await (await visitorOf(desk)).chat(person.chat).open()
    // The path that is read; the other versions stand beside it.
    expect(messages.map(({ role, siblings = [] }) => [role, siblings.length])).toEqual([
      ['user', 2],
      ['assistant', 2],
    ])
    await person.shoot('versions')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('renames a chat, deletes it, takes that back, and deletes it for good', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    await person.ask('tokens=5 a chat of mine')
    await person.waitsForDone()
    const { chat } = person
    await person.more('tokens=5 a chat of mine', 'Rename')
    await person.page.getByLabel('New name of the chat').fill('Tides')
    await person.page.getByLabel('New name of the chat').press('Enter')
    const visitor = await visitorOf(desk)
    await until('it has its name', async () => (await visitor.chat(chat).open()).chat.title === 'Tides')
    await person.more('Tides', 'Delete')
    await person.shoot('deleted')
    expect(await person.row('Tides').count()).toBe(0)
    await person.button('Undo').click()
    await person.row('Tides').waitFor()
    await until('it is open again', () => person.chat === chat)
    expect(await person.reads()).toContain('Answer')

    await person.more('Tides', 'Delete')
    await person.button('Dismiss').click()
    await until('it is gone', async () => (await visitor.call('GET', `/api/chats/${chat}`)).status === 404)
    await person.page.goto(`/c/${chat}`)
    await person.page.getByText('There is no such chat here.').waitFor()
    expect(await person.row('Tides').count()).toBe(0)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})
