/** Keys as browsers report them, pressed one at a time. */

import type { Browser, Locator } from 'playwright-core'
import { type Desk, type Person, sitDown } from './person.ts'
import { newMark, type System } from './system.ts'

type Key = Record<string, string | number | boolean>

/** A key as a browser reports it. Answers whether the page took it for its own. */
export const press = (target: Locator, key: Key): Promise<boolean> =>
  target.evaluate(
    (element, init) =>
      !element.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })),
    key
  )

/** The key that ends a word of an input method, as Safari reports it: the word has ended by then. */
export const ending = (key: string): Key => ({ key, keyCode: 229 })

/** A person whose answer is being written, for a long time. */
export async function writing(
  browser: Browser,
  { url }: System
): Promise<{ desk: Desk; person: Person; question: string }> {
  const desk = await sitDown(browser, url)
  const person = await desk.open()
  const question = newMark()
  await person.pick('slow:1b')
  await person.ask(question)
  // By then a press on Stop is no second half of a double click.
  await person.sees(60)
  return { desk, person, question }
}
