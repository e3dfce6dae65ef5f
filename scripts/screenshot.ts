/** `npm run screenshot`: the picture in the README, taken of the real page with the demo behind it. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDemo } from '../demo/server.ts'
import { launchChromium } from '../test/chromium.ts'
import { startBurrow } from './burrow.ts'
import { build } from './build.ts'
import { at } from './paths.ts'
import { freePort } from './ports.ts'

const QUESTIONS = ['What is Burrow?', 'How does an answer survive a closed tab?']

await build()
const demo = await startDemo({ rate: 150 })
const state = mkdtempSync(join(tmpdir(), 'burrow-'))
const burrow = await startBurrow({ port: await freePort(), ollama: demo.url, state })
const browser = await launchChromium()
try {
  const page = await browser.newPage({
    viewport: { width: 1200, height: 800 },
    deviceScaleFactor: 2,
    colorScheme: 'light',
  })
  await page.goto(burrow.url)
  for (const question of QUESTIONS) {
    await page.getByLabel('Message', { exact: true }).fill(question)
    await page.keyboard.press('Enter')
    await page.locator('.said.live').waitFor()
    if (question !== QUESTIONS.at(-1))
      await page.locator('.state[data-is=done]').last().waitFor({ timeout: 60_000 })
  }
  // In the middle of an answer: that is what people come to see.
  await page.waitForFunction(() => (document.querySelector('.said.live')?.textContent?.length ?? 0) > 600)
  await page.screenshot({ path: at('screenshot.png') })
  console.log('screenshot.png is new.')
} finally {
  await browser.close()
  await burrow.stop()
  await demo.close()
  rmSync(state, { recursive: true, force: true })
}
