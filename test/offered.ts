/** A page to which other models are offered than the demo has. */

import type { Browser } from 'playwright-core'
import type { ModelList, Status } from '../workers/protocol/nouns.ts'
import { type Desk, type Person, sitDown } from './person.ts'

/** Longer than a phone is wide, as many a model of Hugging Face's is. */
export const LONG = 'hf.co/a-user-with-a-long-name/Some-Distilled-Model-70B-Instruct-GGUF:Q4_K_M'

export const PHONE = { viewport: { width: 360, height: 700 }, hasTouch: true, isMobile: true }

/** Of these models the first ones are loaded. */
export async function offered(
  browser: Browser,
  url: string,
  names: string[],
  loaded: number,
  options = {}
): Promise<{ desk: Desk; person: Person }> {
  const desk = await sitDown(browser, url, options)
  const models = names.map((name, n) => ({
    name,
    size: 1e9,
    context: 8192,
    sees: false,
    thinks: n % 2 === 0,
    tools: false,
    loaded: n < loaded,
  }))
  await desk.context.route('**/api/models', route => route.fulfill({ json: { models } satisfies ModelList }))
  await desk.context.route('**/api/status', route =>
    route.fulfill({
      json: {
        box: 'ready',
        queue: 0,
        answering: 0,
        loaded: names.slice(0, loaded),
        demo: false,
        version: '0',
        oldestPage: 1,
      } satisfies Status,
    })
  )
  const person = await desk.open()
  await person.page.getByText('Ready.').waitFor()
  return { desk, person }
}
