/** From the Enter key to the first token in the document, in a real browser, with the time taken inside the page. */

import type { Page } from 'playwright-core'
import { launchChromium } from '../test/chromium.ts'
import { FAST, type Home } from './home.ts'
import { median, ms, worst } from './numbers.ts'
import type { Section } from './table.ts'

/** How long the page may take for anything. */
const PATIENCE_MS = 20_000

export async function measurePage({ burrow }: Home, rounds: number): Promise<Section> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const found: number[] = []
    await page.addInitScript(name => localStorage.setItem('burrow:model', name), FAST)
    // The first is to warm up.
    for (let n = 0; n <= rounds; n += 1) {
      await page.goto(burrow.url, { waitUntil: 'networkidle' })
      const took = await enter(page, `Page question ${n}, tokens=5`)
      if (n > 0) found.push(took)
    }
    return {
      title: 'The page, in Chromium',
      rows: [
        { what: 'Enter to first token in the document, median', burrow: ms(median(found)) },
        { what: 'Enter to first token in the document, worst', burrow: ms(worst(found)) },
      ],
      notes: [`${rounds} first questions of a new chat, each on a page just opened. Best peer: 151 ms.`],
    }
  } finally {
    await browser.close()
  }
}

async function enter(page: Page, question: string): Promise<number> {
  await page.locator('form.pen textarea').fill(question)
  await page.evaluate(watch)
  await page.keyboard.press('Enter')
  const took = await page.waitForFunction(() => Number(document.documentElement.dataset['tookMs'] ?? 0))
  return took.jsonValue()
}

/** Runs in the page: notes on the root how long it takes from the next Enter to the first word of an answer. */
function watch(): void {
  const root = document.documentElement
  let pressed = 0
  addEventListener(
    'keydown',
    event => {
      if (event.key === 'Enter') pressed = performance.now()
    },
    { capture: true }
  )
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.said')?.textContent) return
    root.dataset['tookMs'] = `${performance.now() - pressed}`
    observer.disconnect()
  }).observe(document, { subtree: true, childList: true, characterData: true })
}
