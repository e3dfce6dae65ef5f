/** A chat of several hundred messages: its end is there at once, and all the rest of it, every branch, on the way up. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { OpenChat } from '../../workers/protocol/nouns.ts'
import { launchChromium } from '../chromium.ts'
import { type Desk, type Person, sitDown } from '../person.ts'
import { notePieces, type Pieces } from '../pieces.ts'
import { startSystem, type System, until } from '../system.ts'
import { ask, type Chat, good, type Visitor } from '../visitor.ts'

let system: System
let browser: Browser
let owner: Visitor
let chat: Chat

/** Questions of the first branch; where the second leaves it; how many that has of its own. */
const [FIRST, LEAVES, SECOND] = [140, 100, 30]

beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
  owner = system.visitor()
  await owner.chats()
  chat = owner.chat()
  const first = await talk('Question', null, 0, FIRST)
  await talk('Other', first[LEAVES - 1] ?? null, LEAVES, SECOND)
}, 180_000)
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** Asks so many questions, one after another; answers the ids of their answers. */
async function talk(name: string, parent: string | null, from: number, count: number): Promise<string[]> {
  const turns: string[] = []
  for (let n = from; n < from + count; n++) {
    const question = ask('bench-fast:1b', `${name} ${n}: tokens=20`, { parent: turns.at(-1) ?? parent })
    await good(await chat.send(question)).text()
    turns.push(question.turn)
  }
  return turns
}

/** The owner's browser, and the pieces of the chat that it fetched. */
async function sitDownAs(url = system.url): Promise<{ desk: Desk } & Pieces> {
  const desk = await sitDown(browser, url, { viewport: { width: 1000, height: 700 } })
  const [name = '', value = ''] = owner.cookie.split(/=(.*)/s)
  await desk.context.addCookies([{ name, value, url }])
  return { desk, ...notePieces(desk, chat) }
}

const question = (person: Person, text: string) => person.log.locator('.ask', { hasText: text })

/** Moves the reader near the top, and answers by how many pixels what is read there moved when more came in. */
async function readsUp({ log }: Person): Promise<number> {
  const turns = await log.locator('.turn').count()
  const before = await log.evaluate(element => {
    element.scrollTop = 150
    const turn = element.querySelector('.turn')
    turn?.setAttribute('data-read', '')
    return turn?.getBoundingClientRect().top ?? NaN
  })
  await until('more is there', async () => (await log.locator('.turn').count()) > turns)
  return log.evaluate((element, top) => {
    const turn = element.querySelector('[data-read]')
    turn?.removeAttribute('data-read')
    return Math.abs((turn?.getBoundingClientRect().top ?? NaN) - top)
  }, before)
}

describe('a long chat', () => {
  it('opens with its end, and is read up to its beginning without a jump', async ({ expect }) => {
    const { desk, pieces, leave } = await sitDownAs()
    const person = await desk.open(`/c/${chat.id}`)
    await question(person, `Other ${LEAVES + SECOND - 1}:`).waitFor()
    await person.waitsForDone()
    expect(pieces[0]).toMatchObject({ earlier: true })
    expect(pieces[0]?.messages.length).toBeLessThan(2 * LEAVES)

    const jumps: number[] = []
    while ((await person.button('Show earlier messages').count()) > 0) jumps.push(await readsUp(person))
    // A fraction of a pixel is rounding.
    expect(jumps.filter(pixels => pixels >= 1)).toEqual([])
    expect(jumps.length).toBeGreaterThan(3)
    expect(await person.log.locator('.turn').count()).toBe(LEAVES + SECOND)
    expect(await person.log.locator('.ask').first().innerText()).toContain('Question 0:')
    expect(desk.wrongs).toEqual([])
    await leave()
  }, 60_000)

  it('keeps somebody who turned up in it before it was drawn for the first time', async ({ expect }) => {
    const { desk, leave } = await sitDownAs()
    await desk.context.addInitScript(() => {
      const early = new MutationObserver(() => {
        const log = document.querySelector('[role=log]:has(.turn)')
        if (!log) return
        early.disconnect()
        log.scrollTop = 150
      })
      early.observe(document, { childList: true, subtree: true })
    })
    const person = await desk.open(`/c/${chat.id}`)
    await until('more is there', async () => (await person.log.locator('.turn').count()) > 25)
    expect(await person.log.getAttribute('data-pinned')).toBe('false')
    expect(desk.wrongs).toEqual([])
    await leave()
  })

  it('comes whole to somebody who is at its top again before the next frame', async ({ expect }) => {
    const { desk, leave } = await sitDownAs()
    const person = await desk.open(`/c/${chat.id}`)
    await person.waitsForDone()
    await person.log.evaluate(log => {
      new MutationObserver(() => (log.scrollTop = 0)).observe(log, { childList: true, subtree: true })
      log.scrollTop = 0
    })
    await question(person, 'Question 0:').waitFor()
    await until(
      'all of it is there',
      async () => (await person.log.locator('.turn').count()) === LEAVES + SECOND
    )
    expect(await person.button('Show earlier messages').count()).toBe(0)
    expect(desk.wrongs).toEqual([])
    await leave()
  })

  it('says so when what stands above does not come, and tries again when somebody asks', async ({
    expect,
  }) => {
    const { desk, leave } = await sitDownAs()
    const person = await desk.open(`/c/${chat.id}`)
    await person.waitsForDone()
    await desk.context.route('**/api/chats/*?before=*', route => route.abort())
    while ((await person.log.getByText('Not fetched.').count()) === 0) {
      await person.log.hover()
      await person.page.mouse.wheel(0, -2_000)
    }
    await person.log.getByText('Burrow did not answer.').waitFor()
    await person.shoot('not-fetched')
    const turns = await person.log.locator('.turn').count()
    await desk.context.unroute('**/api/chats/*?before=*')
    await person.button('Try again').first().press('Enter')
    await until('more is there', async () => (await person.log.locator('.turn').count()) > turns)

    expect(await person.log.getByText('Not fetched.').count()).toBe(0)
    expect(desk.wrongs).toEqual([])
    await leave()
  })

  it('shows another version, with all that follows it, and fetches it once', async ({ expect }) => {
    const { desk, asked, leave } = await sitDownAs()
    const person = await desk.open(`/c/${chat.id}`)
    await person.waitsForDone()
    const versions = person.page.getByRole('group', { name: 'Versions of this question' })
    while ((await versions.count()) === 0) await readsUp(person)
    expect(await versions.innerText()).toContain('2 / 2')
    await versions.getByRole('button', { name: 'Earlier version' }).click()
    await question(person, `Question ${LEAVES}:`).waitFor()
    expect(await question(person, 'Other').count()).toBe(0)
    expect(await person.log.locator('.ask').last().innerText()).toContain(`Question ${FIRST - 1}:`)
    const through = asked.filter(search => search.includes('through='))
    await versions.getByRole('button', { name: 'Later version' }).click()
    await question(person, `Other ${LEAVES}:`).waitFor()
    await versions.getByRole('button', { name: 'Earlier version' }).click()
    await question(person, `Question ${LEAVES}:`).waitFor()

    expect(asked.filter(search => search.includes('through='))).toEqual(through)
    expect(through).toHaveLength(1)
    // What is asked now goes on from the version that is shown.
    await person.pick('bench-fast:1b')
    await person.ask('Question behind: tokens=20')
    await person.waitsForDone()
    expect(system.demo.requests.at(-1)?.messages.at(-3)?.content).toContain(`Question ${FIRST - 1}:`)
    expect(desk.wrongs).toEqual([])
    await leave()
  }, 60_000)

  it('[L1] costs another window one piece for a turn, and shows it', async ({ expect }) => {
    const [here, there] = await Promise.all([sitDownAs(), sitDownAs()])
    const [hand, eye] = await Promise.all([here.desk.open(`/c/${chat.id}`), there.desk.open(`/c/${chat.id}`)])
    await Promise.all([hand.waitsForDone(), eye.waitsForDone()])
    await hand.pick('bench-50:1b')
    await hand.ask('A last one: tokens=80')
    await question(eye, 'A last one:').waitFor()
    const holds = ({ messages }: OpenChat) => messages.some(({ text }) => text.startsWith('A last one:'))
    // It is noted here a moment after the page had it.
    await until('the piece is noted', () => there.pieces.some(holds))
    await eye.waitsForDone()
    await hand.waitsForDone()

    expect(await eye.reads()).toBe(await hand.reads())
    expect(there.pieces.filter(holds)).toHaveLength(1)
    expect(Math.max(...there.pieces.map(({ messages }) => messages.length))).toBeLessThan(2 * LEAVES)
    expect([...here.desk.wrongs, ...there.desk.wrongs]).toEqual([])
    await Promise.all([here.leave(), there.leave()])
  })
})
