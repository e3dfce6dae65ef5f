/** While nothing can be answered before a model has been loaded, everybody reads that. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Status } from '../workers/protocol/nouns.ts'
import { launchChromium } from './chromium.ts'
import { sitDown } from './person.ts'
import { newQuestion, startSystem, type System, until } from './system.ts'
import { watch } from './watch.ts'

const MODEL = 'bench-fast:1b'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([
    // It is on its way until the test has seen it.
    startSystem({ slots: 1, resident: 1, demo: { slots: 1, room: 1, everyLoadMs: 300_000 } }),
    launchChromium(),
  ])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** The box is looked at once a second at most, so what has just changed is told a moment later. */
const finds = (box: Status['box'], loaded: string[] = []) =>
  until(`the box is ${box}`, async () => {
    const status = await system.visitor().get<Status>('/api/status')
    return status.box === box && loaded.every(name => status.loaded.includes(name)) && status
  })

describe('[T12] a box that loads a model for somebody', () => {
  it('says so to whoever comes, by the name of the model, until nobody wants it or it is there', async ({
    expect,
  }) => {
    expect(await finds('ready')).not.toHaveProperty('loading')
    const { chat, turn, response } = await system.visitor().ask(MODEL, newQuestion(3))
    const end = watch(response)
    expect(await finds('loading')).toMatchObject({ loading: MODEL, loaded: [], answering: 1 })
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const line = person.page.locator('.under .state')
    await line.getByText(`Loading ${MODEL}.`, { exact: true }).waitFor()
    await person.shoot('loading')
    await (await chat.stop(turn)).text()
    await end
    await finds('ready')
    await person.page.evaluate(() => dispatchEvent(new Event('focus')))
    await line.getByText('Demo.').waitFor()
    system.demo.switch({ everyLoadMs: 0 })
    const { response: answer } = await system.visitor().ask(MODEL, newQuestion(3))
    expect((await watch(answer)).message?.status).toBe('done')
    expect(await finds('ready', [MODEL])).not.toHaveProperty('loading')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})
