/** Answers of every script, as the page sets them: directions, breaks, formulas, what is copied. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { type Desk, type Person, sitDown } from '../person.ts'
import { startQuotingBox } from '../quoting-box.ts'
import { startSystem, type System } from '../system.ts'

/** What the box is asked is what it answers. */
const ECHO = 'whole:1b'

let box: Awaited<ReturnType<typeof startQuotingBox>>
let system: System
let browser: Browser
let desk: Desk
let hand: Person
beforeAll(async () => {
  box = await startQuotingBox()
  ;[system, browser] = await Promise.all([startSystem({ before: [box.url] }), launchChromium()])
  const localStorage = [{ name: 'burrow:model', value: ECHO }]
  desk = await sitDown(browser, system.url, {
    viewport: { width: 900, height: 900 },
    storageState: { cookies: [], origins: [{ origin: system.url, localStorage }] },
  })
})
afterAll(async () => {
  await Promise.all([browser.close(), system.stop()])
  box.close()
})

/** A new chat in which this was answered. */
async function answered(text: string): Promise<void> {
  for (const page of desk.context.pages()) await page.close()
  hand = await desk.open()
  // Whoever asks before the page knows what there is to ask is told so.
  await hand.page.getByRole('button', { name: `Model: ${ECHO}`, disabled: false }).waitFor()
  await hand.ask(text)
  await hand.waitsForDone()
}

/** Where these words of the answer stand, in pixels from the left. */
const left = (word: string) =>
  hand.page.evaluate(wanted => {
    const walk = document.createTreeWalker(
      document.querySelector('.said') ?? document.body,
      NodeFilter.SHOW_TEXT
    )
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const at = (node.nodeValue ?? '').indexOf(wanted)
      if (at === -1) continue
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + wanted.length)
      return range.getBoundingClientRect().left
    }
    throw new Error(`${wanted} does not stand there`)
  }, word)

describe('an answer', () => {
  it('in Arabic keeps the code inside it from left to right', async ({ expect }) => {
    await answered('الأمر `git commit -m "x"` يحفظ.')
    expect(await left('git')).toBeLessThan(await left('"x"'))
    expect(await left('"x"')).toBeLessThan(await left('الأمر'))
    expect(await left('يحفظ')).toBeLessThan(await left('git'))
  })

  it('in two scripts lets each item and each cell find its own direction, with room for its mark', async ({
    expect,
  }) => {
    await answered('- API: ממשק\n- פונקציה: קטע\n\n| a | b |\n|---|---|\n| שלום! | word! |')
    const items = await hand.page.evaluate(() =>
      [...document.querySelectorAll('.said li')].map(item => {
        const { left: from, right: to } = item.getBoundingClientRect()
        const list = item.parentElement?.getBoundingClientRect()
        const { direction } = getComputedStyle(item)
        return { direction, room: direction === 'rtl' ? (list?.right ?? 0) - to : from - (list?.left ?? 0) }
      })
    )
    expect(items.map(({ direction }) => direction)).toEqual(['ltr', 'rtl'])
    for (const { room } of items) expect(room).toBeGreaterThan(15)
    expect(await left('!')).toBeLessThan(await left('שלום'))
  })

  it('whose link overrides the direction turns nothing behind it', async ({ expect }) => {
    await answered('See [x\u202ecod.exe](https://example.com/x) first, then second.')
    expect(await left('first')).toBeLessThan(await left('second'))
    expect(await left('(example.com)')).toBeLessThan(await left('first'))
  })

  it('has the breaks that its writer made', async ({ expect }) => {
    await answered('Roses are red\nViolets are blue\n\n- one\n  two')
    const tops = await hand.page.evaluate(() =>
      ['.said p', '.said li'].map(place => document.querySelector(place)?.getClientRects()[0]?.height ?? 0)
    )
    const line = await hand.page.evaluate(() =>
      Number.parseFloat(getComputedStyle(document.querySelector('.said') ?? document.body).lineHeight)
    )
    for (const top of tops) expect(Math.round(top / line)).toBe(2)
  })

  it('with formulas is drawn by the browser alone: nothing is fetched from elsewhere, no policy is broken', async ({
    expect,
  }) => {
    await answered(
      'Since \\(x^2 \\ge 0\\):\n\n$$\n\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix} = \\frac{a}{b}\n$$\n\nfor $5.'
    )
    await hand.page.locator('.said math[display=block]').waitFor()
    const sizes = await hand.page.evaluate(() =>
      [...document.querySelectorAll('.said math')].map(math => math.getBoundingClientRect().height)
    )
    expect(sizes).toHaveLength(2)
    // Two rows are higher than one.
    expect(sizes[1]).toBeGreaterThan((sizes[0] ?? 0) * 2)
    expect(await hand.page.getByRole('region', { name: 'Formula' }).count()).toBe(1)
    expect(desk.wrongs).toEqual([])
    await hand.shoot('formulas')
  })

  it('that is selected and copied has no buttons in it', async ({ expect }) => {
    await answered('Do:\n\n```python\nx = 1\n```\n\nDone.')
    const copied = await hand.page.evaluate(async () => {
      getSelection()?.selectAllChildren(document.querySelector('.said') ?? document.body)
      document.execCommand('copy')
      return navigator.clipboard.readText()
    })
    expect(copied.split(/\n+/).filter(line => line.trim() !== '')).toEqual(['Do:', 'x = 1', 'Done.'])
  })

  it('with tasks in tasks keeps their depth', async ({ expect }) => {
    await answered('- [ ] outer\n  - [x] inner')
    expect(await left('inner')).toBeGreaterThan((await left('outer')) + 10)
  })
})
