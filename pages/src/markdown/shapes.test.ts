/** Whatever a model writes, the work for it grows in step with its length, and nothing of it is lost. */
import { afterAll, beforeAll, describe, test } from 'vitest'
import { WINDOW } from './budget.ts'
import type { Exposed } from './testing/exposed.ts'
import { type Opened, openPage } from './testing/open-page.ts'
import { SHAPES } from './testing/shapes.ts'

declare const burrow: Exposed

let opened: Opened

beforeAll(async () => {
  opened = await openPage()
})
afterAll(() => opened.close())

/** Characters of a push: more than a fast model brings between two flushes. */
const PUSH = 2_000

/** A push reads its window when it comes, and again when a part of it is settled. */
const READINGS = 6
/** As it is budgeted for one line's inside; a window may hold some. */
const WORK = 1_000_000

interface Spent {
  blocks: number
  insides: number
  /** The most of one push. */
  most: { blocks: number; insides: number }
  nodes: number
}

const stream = (text: string) =>
  opened.page.evaluate(
    ({ all, size }) => {
      const root = burrow.said()
      const { push, end } = burrow.markdown(root)
      const most = { blocks: 0, insides: 0 }
      const before = { ...burrow.spent }
      for (let at = 0; at <= all.length; at += size) {
        const { blocks, insides } = burrow.spent
        if (at < all.length) push(all.slice(at, at + size))
        else end()
        most.blocks = Math.max(most.blocks, burrow.spent.blocks - blocks)
        most.insides = Math.max(most.insides, burrow.spent.insides - insides)
      }
      const found: Spent = {
        blocks: burrow.spent.blocks - before.blocks,
        insides: burrow.spent.insides - before.insides,
        most,
        nodes: root.querySelectorAll('*').length,
      }
      root.remove()
      return found
    },
    { all: text, size: PUSH }
  )

describe('the work for any shape of text', () => {
  test(
    'grows in step with its length, and that of one push does not grow',
    { timeout: 240_000 },
    async ({ expect }) => {
      const wrong: unknown[] = []
      for (const { name, text } of SHAPES) {
        const small = await stream(text(3 * WINDOW))
        const large = await stream(text(6 * WINDOW))
        const grown = Math.log2(large.blocks / small.blocks)
        const inside = Math.log2((large.insides + WORK) / (small.insides + WORK))
        if (
          grown > 1.2 ||
          inside > 1.2 ||
          large.most.blocks > READINGS * WINDOW ||
          large.most.insides > READINGS * WORK
        )
          wrong.push({ name, grown, inside, most: large.most })
      }
      expect(wrong).toEqual([])
    }
  )
})

/** More than the page should hold nodes for. */
const COUNT = 8_000

test.for([
  ['a list', '- item **¦**\n'],
  ['one paragraph', 'item `¦`  \n'],
  ['one line', 'item `¦` and '],
  ['a table', '| item **¦** |\n'],
  ['quotes', '> item **¦**\n\n'],
] as const)(
  '%s of more nodes than the page should hold goes on as plain text, with its lines',
  async ([name, unit], { expect }) => {
    const shown = await opened.page.evaluate(
      ({ head, one, count }) => {
        const root = burrow.said()
        const { push, end } = burrow.markdown(root)
        push(head)
        for (let n = 0; n < count; n += 1) push(one.replace('¦', `${n}`))
        end()
        return {
          nodes: root.querySelectorAll('*').length,
          items: root.textContent.match(/item/g)?.length,
          ends: root.textContent.slice(-60).trimEnd(),
          last: root.lastElementChild?.lastElementChild?.localName,
        }
      },
      { head: name === 'a table' ? '| head |\n|---|\n' : '', one: unit, count: COUNT }
    )
    expect(shown.nodes).toBeLessThan(1.2 * COUNT)
    expect(shown.last).toBe('p')
    expect(shown.items).toBe(COUNT)
    expect(shown.ends).toContain(
      [COUNT - 2, COUNT - 1]
        .map(n => unit.replace('¦', `${n}`))
        .join('')
        .trimEnd()
    )
  }
)

describe('a text that is longer than is read at once', () => {
  const LONG = 3 * WINDOW
  // Markers may be heeded or shown.
  const words = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '')

  test('is shown whole, in one piece and in many', { timeout: 120_000 }, async ({ expect }) => {
    const texts = {
      paragraph: 'A sentence with **bold** words and `code` in it. '.repeat(LONG / 48),
      'paragraph in Chinese': '这是一个很长的段落，没有任何空格。'.repeat(LONG / 17),
      list: '- An item with **bold** words\n'.repeat(LONG / 30),
      'loose list': '- An item\n\n  with a second paragraph\n\n'.repeat(LONG / 39),
      'list that becomes loose': `${'- An item of a list\n'.repeat(LONG / 20)}\n- Another\n`,
      'numbered list': '7. An item\n'.repeat(LONG / 11),
      'list in a list': `- Outer\n${'  - Inner item here\n'.repeat(LONG / 20)}`,
      table: `| a | b |\n|---|---|\n${'| one **two** | `three` |\n'.repeat(LONG / 26)}`,
      code: `\`\`\`js\n${'const a = 1\n'.repeat(LONG / 12)}\`\`\`\n\nAfter.`,
      'a line of code': `\`\`\`\n${'x'.repeat(LONG)}\n\`\`\`\n\nAfter.`,
      'code in a list': `- Do:\n\n  \`\`\`js\n${'  const a = 1\n'.repeat(LONG / 14)}  \`\`\`\n\n- Done`,
      quote: '> A line of a quote\n'.repeat(LONG / 20),
      word: 'x'.repeat(LONG),
    }
    for (const [name, text] of Object.entries(texts)) {
      const shown = await opened.page.evaluate(
        ({ all, size }) => {
          const said = () => document.querySelector('.said')
          const parts = Array.from({ length: Math.ceil(all.length / size) }, (_, n) =>
            all.slice(n * size, (n + 1) * size)
          )
          const count = () =>
            Object.fromEntries(
              ['p', 'ul', 'ol', 'li', 'tr', 'table', 'pre'].map(tag => [
                tag,
                said()?.querySelectorAll(tag).length,
              ])
            )
          const whole = burrow.render([all])
          const first = { text: said()?.textContent, count: count() }
          const same = whole === burrow.render(parts)
          return { ...first, same }
        },
        { all: text, size: 311 }
      )
      const labels = name.includes('code')
        ? (shown.text ?? '').replaceAll(/^(JavaScript)?Copy/g, '')
        : (shown.text ?? '')
      expect(words(labels.replaceAll(/JavaScriptCopy|Copy/g, '')), name).toBe(
        words(text.replaceAll(/```(js)?|^\d+\./gm, ''))
      )
      expect(shown.same, name).toBe(true)
      // One block stays one block.
      if (['paragraph', 'paragraph in Chinese', 'word'].includes(name)) expect(shown.count.p, name).toBe(1)
      if (name === 'list') expect(shown.count).toMatchObject({ ul: 1, li: LONG / 30, p: 0 })
      if (name === 'list that becomes loose') expect(shown.count).toMatchObject({ ul: 1, p: LONG / 20 + 1 })
      if (name === 'numbered list') expect(shown.count).toMatchObject({ ol: 1 })
      if (name === 'table') expect(shown.count).toMatchObject({ table: 1, tr: Math.floor(LONG / 26) + 1 })
      if (name === 'code' || name === 'a line of code') expect(shown.count.pre, name).toBe(1)
    }
  })

  test('in one push is shown in pieces, none of which reads more than is budgeted', async ({ expect }) => {
    const { length } = 'A sentence with bold words, and as many again that are not.'.repeat(1_000)
    const first = await opened.page.evaluate(async all => {
      const root = burrow.said()
      const { push, end } = burrow.paced(burrow.markdown(root))
      push('A sentence with **bold** words, and as many again that are not.\n\n'.repeat(1_000))
      end()
      const early = root.textContent.length
      // All of it, and no mark: what is not read yet stands there as it came.
      while (root.textContent.length !== all) await new Promise(requestAnimationFrame)
      return early
    }, length)
    expect(first).toBeGreaterThan(0)
  })
})
