/** A person without a mouse: goes from place to place by keys, and sees where they are. */

import type { Browser } from 'playwright-core'
import { type Desk, type Person, sitDown } from './person.ts'
import { until } from './system.ts'

/** Waits until what has the focus is called so. */
export const isAt = ({ page }: Person, name: string) =>
  until(`the focus is on “${name}”`, async () => (await focused(page)) === name).catch(async error => {
    throw new Error(`${String(error)}; it is on “${await focused(page)}”`)
  })

export const focused = (page: Person['page']) =>
  page.evaluate(() => {
    const at = document.activeElement
    if (at === null || at === document.body) return 'nothing'
    const label =
      at instanceof HTMLTextAreaElement ? at.labels?.[0]?.textContent : at.getAttribute('aria-label')
    return (label ?? at.textContent).trim()
  })

/** A person with a chat for each of these questions, the last one open. */
export async function settled(
  browser: Browser,
  url: string,
  questions: string[],
  options: Parameters<typeof sitDown>[2] = {}
): Promise<{ desk: Desk; person: Person }> {
  const desk = await sitDown(browser, url, options)
  const person = await desk.open()
  await person.pick('bench-fast:1b')
  for (const question of questions) {
    if (question !== questions[0]) await person.button('New chat').first().click()
    await person.field.fill(question)
    await person.button('Send message').click()
    await person.waitsForDone()
  }
  return { desk, person }
}

/** Presses with the keyboard, as somebody does who has no mouse. */
export async function go(person: Person, name: string | RegExp) {
  await person.button(name).first().focus()
  await person.page.keyboard.press('Enter')
}

/** Opens a chat's menu by keys, and takes a deed from it. */
export async function more(person: Person, title: string, deed: string) {
  await go(person, `More for “${title}”`)
  await isAt(person, 'Rename')
  if (deed === 'Delete') await person.page.keyboard.press('End')
  await isAt(person, deed)
  await person.page.keyboard.press('Enter')
}
