/** The page for whoever enlarges it fourfold, sees other colours, or hears it. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { type Person, sitDown } from '../person.ts'
import { newMark, startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem({ demo: { rate: 40 } }), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** The share of the window's height in which the log can be read. */
const share = (person: Person) =>
  person.log.evaluate(element => element.getBoundingClientRect().height / innerHeight)

describe('a window of little height', () => {
  it.for([
    ['at 400 %', { viewport: { width: 320, height: 256 } }],
    ['at 400 %, in a low window', { viewport: { width: 320, height: 200 } }],
    ['of a telephone on its side', { viewport: { width: 740, height: 340 }, hasTouch: true }],
    [
      'of a telephone on its side with its keyboard',
      { viewport: { width: 740, height: 160 }, hasTouch: true },
    ],
  ] as const)('%s leaves half of it to what is read', async ([name, view], { expect }) => {
    const desk = await sitDown(browser, system.url, { ...view, isMobile: false })
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    await person.field.fill(`${newMark()} tokens=300`)
    await person.field.press('Control+Enter')
    await person.waitsForDone()
    await person.shoot(`short-${view.viewport.height}`)
    expect([name, (await share(person)) >= 0.5]).toEqual([name, true])
    await person.field.fill('a line\n'.repeat(9))
    await person.field.focus()
    expect(await share(person)).toBeGreaterThan(0.4)
    expect(await person.overflow()).toBe(0)
    expect(await person.button('Send message').isVisible()).toBe(true)
    await person.shoot(`short-${view.viewport.height}-writing`)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})

const styleOf = (person: Person, selector: string, pseudo?: string) =>
  person.page
    .locator(selector)
    .last()
    .evaluate((element, part) => {
      const { outlineStyle, borderTopStyle, borderTopWidth, borderRightWidth, backgroundColor } =
        getComputedStyle(element, part)
      return { outlineStyle, borderTopStyle, borderTopWidth, borderRightWidth, backgroundColor }
    }, pseudo)

describe('colours of somebody else', () => {
  it('leave the question, the current chat, Stop and the chosen theme marked', async ({ expect }) => {
    const desk = await sitDown(browser, system.url, { forcedColors: 'active' })
    const person = await desk.open()
    await person.pick('slow:1b')
    await person.ask(newMark())
    await person.sees(10)
    const lined = { borderTopStyle: 'solid', borderTopWidth: '1px' }
    expect(await styleOf(person, '.ask')).toMatchObject(lined)
    expect(await styleOf(person, '.go.stop')).toMatchObject(lined)
    expect(await styleOf(person, '.side [aria-current]')).toMatchObject({ outlineStyle: 'solid' })
    await person.button('Theme').click()
    await person.shoot('forced-colours')
    // A tick is drawn of two borders, which these colours keep.
    const tick = async (checked: boolean) =>
      (await styleOf(person, `.menu [aria-checked=${checked}]`, '::before')).borderRightWidth
    expect([await tick(true), await tick(false)]).toEqual(['2px', '0px'])
    await desk.context.close()
  })

  it('with more contrast show the arrow of an empty Send', async ({ expect }) => {
    const desk = await sitDown(browser, system.url, { contrast: 'more' })
    const person = await desk.open()
    const { backgroundColor, borderTopStyle } = await styleOf(person, '.go')
    expect([backgroundColor, borderTopStyle]).toEqual(['rgba(0, 0, 0, 0)', 'solid'])
    await desk.context.close()
  })
})

/** Notes what is added to the places that a screen reader listens to. */
async function listen({ page }: Person): Promise<string[]> {
  const heard: string[] = []
  await page.exposeBinding('burrowTestHeard', (_, text: string) => void heard.push(text))
  await page.evaluate(() => {
    // The binding from above, of which the page's types know nothing.
    const tell = (globalThis as unknown as { burrowTestHeard: (text: string) => void }).burrowTestHeard
    const observer = new MutationObserver(changes => {
      for (const { addedNodes } of changes)
        for (const { textContent } of addedNodes) if (textContent) tell(textContent)
    })
    for (const place of document.querySelectorAll('main > [aria-live], main > [role=status]'))
      observer.observe(place, { subtree: true, childList: true })
  })
  return heard
}

describe('somebody who listens', () => {
  it('hears an answer in sentences while it is written, each once, without its marks', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const heard = await listen(person)
    await person.pick('ponder:14b')
    await person.ask('What is there to hear?')
    await person.sees(300)
    await until('some of it was said before the end', () =>
      heard.some(each => each.startsWith('Short answer:'))
    )
    expect(heard).not.toContain('Response complete')
    await person.waitsForDone()
    await until('all was said', () => heard.includes('Response complete'))
    const text = heard.join(' ')
    for (const sentence of [
      'Short answer: I cannot know',
      'It comes first, and apart. What you saw above',
      'Code.',
      'A shorter thought is often the better one.',
    ])
      expect(text.split(sentence).length - 1, sentence).toBe(1)
    expect(text).not.toMatch(/[*`]|"model"/)
    await desk.context.close()
  })

  it('hears which chat is shown, and finds one heading of it on every page', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const levels = () =>
      person.page.evaluate(() =>
        [...document.querySelectorAll('main :is(h1, h2, h3)')].map(each => each.localName)
      )
    expect(await levels()).toEqual(['h1'])
    await person.pick('bench-fast:1b')
    await person.ask('tokens=5 the first')
    await person.waitsForDone()
    expect(await levels()).toEqual(['h1', 'h2', 'h2'])
    const first = person.chat
    const heard = await listen(person)
    await person.button('New chat').first().click()
    await until('the new one is named', () => heard.includes('New chat'))
    await person.row('tokens=5 the first').click()
    await until('the old one is named', () => heard.includes('Chat: tokens=5 the first'))
    const other = await desk.open(`/c/${first}`)
    await other.waitsForDone()
    await other.page.evaluate(chat => fetch(`/api/chats/${chat}`, { method: 'DELETE' }), first)
    await person.page.getByText('There is no such chat here.').waitFor()
    await until('that it is gone is said', () => heard.includes('There is no such chat here'))
    expect(await levels()).toEqual(['h1'])
    await desk.context.close()
  })
})
