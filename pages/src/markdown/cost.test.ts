/** What an answer costs is in proportion to its length. */
import { afterAll, beforeAll, test } from 'vitest'
import type { Exposed } from './testing/exposed.ts'
import { type Opened, openPage } from './testing/open-page.ts'
import { longAnswer } from './testing/long-answer.ts'

declare const burrow: Exposed

/** Four tokens at a time: 40 ms of an answer at 100 tokens a second. */
const BATCH = 4

let opened: Opened

beforeAll(async () => {
  opened = await openPage()
})
afterAll(() => opened.close())

function batches(count: number): string[] {
  const all = longAnswer(count)
  return Array.from({ length: count / BATCH }, (_, i) => all.slice(i * BATCH, (i + 1) * BATCH).join(''))
}

/** Milliseconds of scripts and layout together. */
const cost = (count: number) =>
  opened.page.evaluate(async parts => {
    const root = burrow.said()
    const { push, end } = burrow.markdown(root)
    let total = 0
    for (const [i, part] of parts.entries()) {
      const start = performance.now()
      push(part)
      root.getBoundingClientRect()
      total += performance.now() - start
      // oxlint-disable-next-line no-await-in-loop -- gives the browser its turn, as frames would
      if (i % 100 === 0) await new Promise(done => setTimeout(done))
    }
    end()
    return total
  }, batches(count))

test('four times the answer costs about four times as much', { timeout: 30_000 }, async ({ expect }) => {
  await cost(2_000)
  // The machine may be busy with something else for one of two runs, but hardly for both.
  const small = Math.min(await cost(8_000), await cost(8_000))
  const large = Math.min(await cost(32_000), await cost(32_000))
  expect(large / small).toBeLessThan(6)
})

test('a settled block is never touched again', async ({ expect }) => {
  const touched = await opened.page.evaluate(async parts => {
    const root = burrow.said()
    const { push, end } = burrow.markdown(root)
    const settled = new Set<Node>()
    const wrong: string[] = []
    const observer = new MutationObserver(() => {})
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true })
    const check = (): void => {
      for (const { target, removedNodes } of observer.takeRecords()) {
        for (let node: Node | null = target; node && node !== root; node = node.parentNode) {
          if (settled.has(node)) wrong.push(node.nodeName)
        }
        for (const node of removedNodes) if (settled.has(node)) wrong.push(node.nodeName)
      }
      const blocks = [...root.querySelectorAll(':scope > div > *')]
      // Code is coloured once, on its own account, when its fence closes.
      for (const block of blocks.slice(0, -2)) if (!block.matches('.code')) settled.add(block)
    }
    for (const part of parts) {
      push(part)
      check()
    }
    end()
    check()
    const kept = [...settled].every(node => node.isConnected)
    return { wrong, kept, count: settled.size }
  }, batches(4_000))
  expect(touched).toMatchObject({ wrong: [], kept: true })
  expect(touched.count).toBeGreaterThan(30)
})

test('blocks stand in groups of about 16, none of which ends with a heading', async ({ expect }) => {
  const groups = await opened.page.evaluate(parts => {
    burrow.render(parts)
    const all = [...document.querySelectorAll('.said > *')]
    return all.map(group => ({
      size: group.childElementCount,
      last: group.lastElementChild?.localName ?? '',
    }))
  }, batches(4_000))
  expect(Math.max(...groups.map(group => group.size))).toBeLessThanOrEqual(18)
  expect(groups.slice(0, -1).filter(group => group.size < 16 || /^h\d/.test(group.last))).toEqual([])
})

test('a selection in a paragraph that is being written is kept', async ({ expect }) => {
  const selected = await opened.page.evaluate(() => {
    const root = burrow.said()
    const { push } = burrow.markdown(root)
    push('Select **this** word')
    const strong = root.querySelector('strong')
    if (strong) getSelection()?.selectAllChildren(strong)
    for (const part of [' and', ' write', ' **on**', '.\n\nNext']) push(part)
    return getSelection()?.toString()
  })
  expect(selected).toBe('this')
})
