/** When new text is shown. */
import { afterAll, beforeAll, test } from 'vitest'
import type { Exposed } from './testing/exposed.ts'
import { type Opened, openPage } from './testing/open-page.ts'

declare const burrow: Exposed

let opened: Opened

beforeAll(async () => {
  opened = await openPage()
})
afterAll(() => opened.close())

test('the first text is shown at once', async ({ expect }) => {
  const shown = await opened.page.evaluate(() => {
    const root = burrow.said()
    burrow.paced(burrow.markdown(root)).push('First')
    return root.textContent
  })
  expect(shown).toBe('First')
})

/** The times between flushes that each take `busy` milliseconds, while there is always more to show. */
const gaps = (busy: number) =>
  opened.page.evaluate(async cost => {
    const times: number[] = []
    const clock = burrow.schedule(() => {
      times.push(performance.now())
      while (performance.now() < (times.at(-1) ?? 0) + cost);
      // What came meanwhile is told at once: before anybody knows what laying out will take.
      queueMicrotask(() => clock.ask())
    })
    const asking = setInterval(clock.ask, 1)
    await new Promise(done => setTimeout(done, 900))
    clearInterval(asking)
    return times.slice(1).map((time, i) => time - (times[i] ?? 0))
  }, busy)

test('flushes are at least 50 ms apart, and not much more', async ({ expect }) => {
  const times = await gaps(0)
  expect(Math.min(...times)).toBeGreaterThanOrEqual(49.9)
  expect(times.length).toBeGreaterThan(3)
})

// Shorter and longer than the least time between two: the longer one was followed by the very next frame.
test.for([40, 70])(
  'after a flush that took %i ms the page rests three times as long',
  async (busy, { expect }) => {
    expect(Math.min(...(await gaps(busy)))).toBeGreaterThanOrEqual(4 * busy - 1)
  }
)

test('a hidden page is kept up to date without frames', async ({ expect }) => {
  const shown = await opened.page.evaluate(async () => {
    const root = burrow.said()
    const { push } = burrow.paced(burrow.markdown(root))
    push('One')
    push(' two')
    const before = root.textContent
    Object.defineProperty(document, 'hidden', { value: true, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
    const onHiding = root.textContent
    push(' three')
    const whenHidden = root.textContent
    Reflect.deleteProperty(document, 'hidden')
    return [before, onHiding, whenHidden]
  })
  expect(shown).toEqual(['One', 'One two', 'One two three'])
})

test('the end does not wait for a frame', async ({ expect }) => {
  const shown = await opened.page.evaluate(() => {
    const root = burrow.said()
    const { push, end } = burrow.paced(burrow.markdown(root))
    push('One')
    push(' **two')
    push('**')
    end()
    return burrow.html(root)
  })
  expect(shown).toBe('<p dir="auto">One <strong>two</strong></p>')
})

test('reset drops what was waiting', async ({ expect }) => {
  const shown = await opened.page.evaluate(() => {
    const root = burrow.said()
    const { push, reset } = burrow.paced(burrow.markdown(root))
    push('One')
    push(' two')
    reset('Three')
    return root.textContent
  })
  expect(shown).toBe('Three')
})
