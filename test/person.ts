/** A person in front of the page: opens it, writes, presses, reads. What no page may ever do is noted meanwhile. */

import { mkdirSync } from 'node:fs'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { at } from '../scripts/paths.ts'

/** Pictures of what was seen; git ignores them. */
const SHOTS = at('.cache', 'shots')

/** A browser of its own, and with it a visitor of its own. */
export interface Desk {
  context: BrowserContext
  /** What a page may never do and did all the same: asked another site, broke the policy, threw. */
  wrongs: string[]
  open(path?: string): Promise<Person>
}

export async function sitDown(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {}
): Promise<Desk> {
  const context = await browser.newContext({
    baseURL: url,
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  })
  context.setDefaultTimeout(20_000)
  const wrongs: string[] = []
  await context.exposeBinding('burrowTestWrong', (_, what: string) => void wrongs.push(what))
  await context.addInitScript(() => {
    // The binding from above, of which the page's types know nothing.
    const tell = (globalThis as unknown as { burrowTestWrong: (what: string) => void }).burrowTestWrong
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      tell(`policy: ${violatedDirective} ${blockedURI} ${sample}`)
    )
  })
  context.on('request', request => {
    const to = new URL(request.url())
    if (to.origin !== url && to.protocol !== 'data:') wrongs.push(`asked ${to.href}`)
  })
  context.on('weberror', error => wrongs.push(`threw ${String(error.error())}`))
  return {
    context,
    wrongs,
    async open(path = '/') {
      const page = await context.newPage()
      await page.goto(path)
      return new Person(page)
    },
  }
}

export class Person {
  readonly page: Page
  readonly field: Locator
  readonly log: Locator
  readonly chats: Locator

  constructor(page: Page) {
    this.page = page
    this.field = page.getByLabel('Message', { exact: true })
    this.log = page.getByRole('log')
    this.chats = page.getByRole('navigation', { name: 'Chats' })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  async pick(model: string): Promise<void> {
    await this.button(/^Model: /).click()
    await this.page.locator('.models [role=option]', { hasText: model }).click()
  }

  async ask(text: string): Promise<void> {
    await this.field.fill(text)
    await this.field.press('Enter')
  }

  /** The words of the `n`th answer, or of the last. */
  said(n = -1): Locator {
    return this.log.locator('.turn').nth(n).locator('.said')
  }

  /** What a reader reads, in all pieces of an answer that was cut: white space is the renderer's affair. */
  async reads(n = -1): Promise<string> {
    await this.said(n).first().waitFor()
    return words((await this.said(n).allInnerTexts()).join(' '))
  }

  /** Waits until the last answer has at least this many characters. */
  async sees(length: number): Promise<void> {
    await this.page.waitForFunction(
      least => ([...document.querySelectorAll('.said')].at(-1)?.textContent.length ?? 0) >= least,
      length
    )
  }

  /** Waits until nothing is being written here, and it was done. */
  async waitsForDone(): Promise<void> {
    await this.log.locator('.turn').last().locator('.state[data-is=done]').waitFor()
  }

  /** Notes all that the state line under an answer says from now on, also over reloads; answers what it was. */
  async listen(): Promise<string[]> {
    const said: string[] = []
    await this.page.exposeBinding('burrowTestSaid', (_, words: string) => {
      if (words !== said.at(-1)) said.push(words)
    })
    await this.page.addInitScript(watchStateLines)
    await this.page.evaluate(watchStateLines)
    return said
  }

  /** Waits until all that has happened by now has been drawn. */
  drawn(): Promise<unknown> {
    return this.page.evaluate(
      () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    )
  }

  /** Answers the id of the chat that the address names. */
  get chat(): string {
    return new URL(this.page.url()).pathname.replace('/c/', '')
  }

  /** The row of a chat in the sidebar. */
  row(title: string): Locator {
    return this.chats.getByRole('link', { name: title })
  }

  async more(title: string, deed: string): Promise<void> {
    await this.button(`More for “${title}”`).click()
    await this.page.getByRole('menuitem', { name: deed }).click()
  }

  /** How many pixels the page is wider than its window. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  }

  async shoot(name: string): Promise<void> {
    mkdirSync(SHOTS, { recursive: true })
    await this.page.screenshot({ path: `${SHOTS}/${name}.png` })
  }
}

/** Runs in the page. */
function watchStateLines(): void {
  // `listen` binds it; the page's types know nothing of it.
  const tell = (globalThis as unknown as { burrowTestSaid: (words: string) => void }).burrowTestSaid
  const look = () => {
    const line = [...document.querySelectorAll<HTMLElement>('[role=log] .foot .state')].at(-1)
    if (line) tell(line.innerText.replace(/\s+/g, ' ').trim())
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true })
}

/** A text with each run of white space as one space. */
export const words = (text: string): string => text.replace(/\s+/g, ' ').trim()
