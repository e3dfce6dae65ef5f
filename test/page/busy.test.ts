/** The box's own line: how busy it is, as far as the page knows without asking for it. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Status } from '../../workers/protocol/nouns.ts'
import { launchChromium } from '../chromium.ts'
import { offered, PHONE } from '../offered.ts'
import { startSystem, type System } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** Somebody whose page can be made to look at the box again, as it does when they come back to it. */
async function looks(options = {}) {
  const { desk, person } = await offered(browser, system.url, ['qwen3:14b'], 1, options)
  let now: Partial<Status> = {}
  let asked = 0
  await desk.context.route('**/api/status', route => {
    asked += 1
    const ready = { box: 'ready', loaded: ['qwen3:14b'], demo: false, version: '0', oldestPage: 1 }
    return route.fulfill({ json: { ...ready, ...now } })
  })
  return {
    desk,
    person,
    line: person.page.locator('.under .state'),
    asked: () => asked,
    async finds(status: Partial<Status>) {
      now = status
      await person.page.evaluate(() => dispatchEvent(new Event('focus')))
    },
  }
}

describe('a box that is at work', () => {
  it.for<[Partial<Status>, string]>([
    [{ answering: 1, queue: 2 }, 'Busy. One answer is being written, 2 people are waiting.'],
    [{ answering: 1, queue: 0 }, 'Busy. One answer is being written, nobody is waiting.'],
    [{ answering: 3, queue: 1 }, 'Busy. 3 answers are being written, one person is waiting.'],
    // As a gateway says it that is older than the page.
    [{ queue: 2 }, 'Busy. 2 people are waiting.'],
    [{ answering: 0, queue: 0 }, 'Ready. qwen3:14b is loaded.'],
    [{ box: 'loading', loading: 'gemma3:12b', answering: 1, queue: 0 }, 'Loading gemma3:12b.'],
    [{ box: 'loading', loading: 'gemma3:12b', queue: 3 }, 'Loading gemma3:12b. 3 people are waiting.'],
  ])('%j is said so', async ([status, words], { expect }) => {
    const { desk, person, line, finds } = await looks(words.includes('3 answers') ? PHONE : {})
    await finds(status)
    await line.getByText(words, { exact: true }).waitFor()
    await person.shoot(`busy-${status.box ?? ''}${status.answering}-${status.queue}`)
    expect(await person.overflow()).toBe(0)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('is not asked again and again for it, and what is a minute old is not said any more', async ({
    expect,
  }) => {
    const { desk, person, line, finds, asked } = await looks()
    const { clock } = person.page
    await clock.install()
    await finds({ answering: 1, queue: 2 })
    await line.getByText('2 people are waiting').waitFor()
    const before = asked()
    await clock.fastForward(55_000)
    await person.drawn()
    expect(await line.innerText()).toContain('2 people are waiting')
    await clock.fastForward(10_000)
    await line.getByText('Ready. qwen3:14b is loaded.', { exact: true }).waitFor()
    expect(asked()).toBe(before)
    await desk.context.close()
  })
})
