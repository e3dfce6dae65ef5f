/** Somebody who has asked, and waits in a queue that a test tells of. */

import type { Browser, BrowserContextOptions } from 'playwright-core'
import { setStage, type Stage } from './stage.ts'
import { until } from './system.ts'

export const THIRD = { position: 3, ahead: 2, aboutMs: 40_000 }
export const NEXT = { position: 1, ahead: 0, aboutMs: 10_000 }

export const QUESTION = 'Minutes of the meeting'

/** The line that says how they wait, and the button beside it. */
export const line = ({ person }: Stage) => person.log.locator('.foot .state[data-is=queued]')
export const leave = ({ person }: Stage) => person.log.getByRole('button', { name: 'Leave the queue' })

/** They have asked, and are told this. */
export async function waits(
  browser: Browser,
  url: string,
  state: object,
  { question = QUESTION, ...options }: BrowserContextOptions & { question?: string } = {}
): Promise<Stage> {
  const stage = await setStage(browser, url, options)
  const { person } = stage
  await person.pick('bench-fast:1b')
  await person.field.fill(question)
  await person.field.press('Control+Enter')
  await until('it was asked', () => stage.asked[0])
  stage.tells({ state: 'queued', ...state })
  await line(stage).waitFor()
  return stage
}

/** Tells it, and waits until just these words are there. */
export async function reads(stage: Stage, state: object, words: string): Promise<void> {
  stage.tells({ state: 'queued', ...state })
  await line(stage).getByText(words, { exact: true }).waitFor()
}
