/** A box with one slot that comes back: whoever rests with their question reads their place, for others go first. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../../demo/server.ts'
import { launchChromium } from '../chromium.ts'
import { kept, LATER, switchBox } from '../kept.ts'
import { sitDown, words } from '../person.ts'
import { newQuestion, startSystem, type System } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([
    startSystem({ slots: 1, resident: 1, demo: { slots: 1, room: 1 } }),
    launchChromium(),
  ])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** Somebody whose question waits for the box. */
async function rests(question: string) {
  const desk = await sitDown(browser, system.url)
  const person = await desk.open()
  await person.button(LATER).waitFor()
  await person.pick('bench-50:1b')
  await person.ask(question)
  await kept(person).waitFor()
  return { desk, person }
}

describe('[L1] [Q4] somebody who rests while the box is away', () => {
  it('reads their place as soon as it is back, without a look, and their answer when it is their turn', async ({
    expect,
  }) => {
    await system.visitor().chats()
    await switchBox(system, 'off')
    const [before, question] = [newQuestion(10), newQuestion(10)]
    system.demo.switch({ hold: before })
    const first = await rests(before)
    const second = await rests(question)
    await switchBox(system, 'on')
    const line = second.person.log.locator('.foot .state[data-is=queued]')
    await line.getByText(/^You are next\./).waitFor()
    await second.person.page.getByPlaceholder('Ask now, read later').waitFor({ state: 'detached' })
    await second.person.shoot('back')
    system.demo.switch({ letGo: before })
    await Promise.all([first, second].map(({ person }) => person.waitsForDone()))
    expect(await second.person.reads()).toBe(words(benchAnswer(question)))
    for (const { desk } of [first, second]) {
      expect(desk.wrongs).toEqual([])
      await desk.context.close()
    }
  })
})
