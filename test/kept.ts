/** Somebody whose box is away, as their page is told. */

import type { Browser, BrowserContextOptions } from 'playwright-core'
import type { Status } from '../workers/protocol/nouns.ts'
import type { Person } from './person.ts'
import { setStage, type Stage } from './stage.ts'
import { type System, until } from './system.ts'

export const LATER = 'Answer when the box is back'

export const OFFLINE = {
  box: 'offline',
  problem: { code: 'host_offline', message: 'The box is offline.', retryable: true },
}

/** The line under a question that is kept. */
export const kept = ({ log }: Person) => log.locator('.foot .state[data-is=away]')

/** Somebody who has picked a model, and whose page finds the box so from now on. */
export async function finds(
  browser: Browser,
  url: string,
  status: object,
  options: BrowserContextOptions = {}
): Promise<Stage & { find(now: object): Promise<void> }> {
  const stage = await setStage(browser, url, options)
  const { person, desk } = stage
  let now = status
  const ready: Status = {
    box: 'ready',
    queue: 0,
    answering: 0,
    loaded: [],
    demo: false,
    version: '0',
    oldestPage: 1,
  }
  await desk.context.route('**/api/status', route => route.fulfill({ json: { ...ready, ...now } }))
  const look = () => person.page.evaluate(() => dispatchEvent(new Event('focus')))
  await person.pick('bench-fast:1b')
  await look()
  return {
    ...stage,
    async find(found) {
      now = found
      await look()
    },
  }
}

/** They come back to the page, as a browser says it. */
export const comesBack = ({ page }: Person) =>
  page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

/** Takes the box away until Burrow knows, or until it has it again. */
export async function switchBox(system: System, how: 'off' | 'on'): Promise<void> {
  system.demo.switch({ down: how === 'off' })
  const known = how === 'off' ? 'offline' : 'ready'
  await until(`the box is ${known}`, async () => {
    const { box } = await system.visitor().get<Status>('/api/status')
    return box === known
  })
}
