/** What is written is sent as it was written, and kept until it is sent. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { QUESTION_CHARS, TITLE_CHARS } from '../../workers/protocol/limits.ts'
import { launchChromium } from '../chromium.ts'
import { type Desk, type Person, sitDown } from '../person.ts'
import { asked, newMark, newQuestion, startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

async function sits(options = {}): Promise<{ desk: Desk; person: Person }> {
  const desk = await sitDown(browser, system.url, options)
  const person = await desk.open()
  await person.pick('bench-fast:1b')
  return { desk, person }
}

const sent = (mark: string) => asked(system.demo, mark).at(-1)?.messages.at(-1)?.content

describe('a question', () => {
  it('keeps its indentation on its way, on the page and when it is edited; only empty lines go', async ({
    expect,
  }) => {
    const { desk, person } = await sits()
    const [first, second] = [newMark(), newMark()]
    await person.ask(`\n\n    a: ${first}\n    b: |\n\t  x  y\n\n`)
    await person.waitsForDone()
    expect(sent(first)).toBe(`    a: ${first}\n    b: |\n\t  x  y`)
    expect(await person.log.getByText(first).innerText()).toBe(`    a: ${first}\n    b: |\n\t  x  y`)
    expect(await person.row(`a: ${first}`.slice(0, 40)).count()).toBe(1)

    await person.button('Edit').click()
    await person.page.getByLabel('Edit your question').fill(`\n  - ${second}\n    - z\n`)
    await person.button('Ask again').click()
    await person.page.getByText(second).first().waitFor()
    await person.waitsForDone()
    expect(sent(second)).toBe(`  - ${second}\n    - z`)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('that is too long stays whole, says by how much, and is not sent until it fits', async ({ expect }) => {
    const { desk, person } = await sits()
    const mark = newMark()
    const long = `${'x'.repeat(QUESTION_CHARS + 72_003 - mark.length)}${mark}`
    await person.page.evaluate(text => navigator.clipboard.writeText(text), long)
    await person.field.press('ControlOrMeta+V')
    const said = 'This question is 72,003 characters longer than Burrow takes.'
    await person.page.locator('.under').getByText(said).waitFor()
    expect(await person.field.inputValue()).toBe(long)
    // It is heard, too.
    await person.page.getByRole('status').getByText(said).waitFor()
    await person.shoot('too-long')
    expect(await person.button('Send message').isDisabled()).toBe(true)
    await person.field.press('Enter')
    await person.page.locator('.under').getByRole('status').getByText(said).waitFor()
    expect(await person.field.inputValue()).toBe(long)

    await person.field.press('ControlOrMeta+A')
    await person.field.fill(`tokens=3 ${mark}`)
    expect(await person.page.locator('.under').getByText('longer than').count()).toBe(0)
    await person.field.press('Enter')
    await person.waitsForDone()
    expect(sent(mark)).toBe(`tokens=3 ${mark}`)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('that is too long is not asked again either, and a name not kept', async ({ expect }) => {
    const { desk, person } = await sits()
    const question = newQuestion(3)
    await person.ask(question)
    await person.waitsForDone()
    await person.button('Edit').click()
    const edit = person.page.getByLabel('Edit your question')
    await edit.fill('y'.repeat(QUESTION_CHARS + 1))
    await person.log.getByText('This question is 1 character longer than Burrow takes.').waitFor()
    expect(await person.button('Ask again').isDisabled()).toBe(true)
    await edit.press('Enter')
    expect((await edit.inputValue()).length).toBe(QUESTION_CHARS + 1)
    await edit.press('Escape')

    await person.more(question, 'Rename')
    const name = person.page.getByLabel('New name of the chat')
    await name.fill('z'.repeat(TITLE_CHARS + 12))
    await person.chats.getByText('This name is 12 characters too long.').waitFor()
    await name.press('Enter')
    // Neither does going elsewhere lose it.
    await person.field.click()
    expect((await name.inputValue()).length).toBe(TITLE_CHARS + 12)
    await person.shoot('name-too-long')
    await name.fill('A name that fits')
    await name.press('Enter')
    await person.row('A name that fits').waitFor()
    await desk.context.close()
  })

  it.for([
    ['makes a new line on a phone', { hasTouch: true, isMobile: true }, 'enter', 'one\n'],
    ['sends at a desk', {}, 'send', ''],
  ] as const)('by Enter %s, and the key is named so', async ([, options, hint, left], { expect }) => {
    const { desk, person } = await sits(options)
    await person.field.fill('one')
    await person.field.press('Enter')
    expect(await person.field.inputValue()).toBe(left)
    expect(await person.field.getAttribute('enterkeyhint')).toBe(hint)
    await desk.context.close()
  })
})

describe('a draft', () => {
  const kept = ({ page }: Person) =>
    page.evaluate(() => Object.entries(localStorage).filter(([key, text]) => key.includes('draft') && text))

  it.for(['a new chat', 'the same chat'])(
    'that was sent from one tab does not come back from another: in %s',
    async (where, { expect }) => {
      const { desk, person: left } = await sits()
      if (where === 'the same chat') {
        await left.ask(newQuestion(3))
        await left.waitsForDone()
      }
      const at = new URL(left.page.url()).pathname
      const question = newQuestion(4)
      await left.field.fill(question)
      await until('it is kept', async () => (await kept(left)).length === 1)
      const right = await desk.open(at)
      await until('it is there too', async () => (await right.field.inputValue()) === question)
      await left.page.bringToFront()
      await left.field.press('Enter')
      await left.log.getByText(question).waitFor()
      await until('it is a draft no longer', async () => (await right.field.inputValue()) === '')
      await right.page.reload()
      await right.page.close()

      expect(await kept(left)).toEqual([])
      const next = await desk.open(at)
      expect(await next.field.inputValue()).toBe('')
      await desk.context.close()
    }
  )

  it('of one tab outlives what is sent from another', async ({ expect }) => {
    const { desk, person: left } = await sits()
    const right = await desk.open()
    await left.page.bringToFront()
    await left.field.fill(newQuestion(4))
    await right.field.fill('written on the right')
    await left.field.press('Enter')
    await left.waitsForDone()
    expect(await right.field.inputValue()).toBe('written on the right')
    await right.page.reload()
    await until('it is there', async () => (await right.field.inputValue()) === 'written on the right')
    await desk.context.close()
  })

  it('that was written but a moment ago outlives a reload', async ({ expect }) => {
    const { desk, person } = await sits()
    await person.field.fill('just now')
    await person.page.reload()
    await until('it is there', async () => (await person.field.inputValue()) === 'just now')
    expect(await kept(person)).toHaveLength(1)
    await desk.context.close()
  })
})
