/** What whoever comes sees of the owner's word: a pause with its message, and the welcome. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Status } from '../../workers/protocol/nouns.ts'
import { OWNER_TEXT_CHARS } from '../../workers/protocol/owner.ts'
import { launchChromium } from '../chromium.ts'
import { offered, PHONE } from '../offered.ts'
import { startSystem, type System } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

const full = (words: string) =>
  words.repeat(Math.ceil(OWNER_TEXT_CHARS / words.length)).slice(0, OWNER_TEXT_CHARS)

const ARABIC = full('الصندوق متوقف اليوم للصيانة، وسيعود غدًا صباحًا. ')
const CHINESE = full('今晚维护，请明天再来提问。谢谢大家的理解与支持。')
const MARKUP = '<img src=x onerror=alert(1)> **bold** [link](https://example.com)'

/** Somebody who finds the box so. */
async function finds(status: Partial<Status>, options = {}) {
  const { desk, person } = await offered(browser, system.url, ['qwen3:14b'], 1, options)
  const ready = { box: 'ready', queue: 0, answering: 0, loaded: [], demo: false, version: '0', oldestPage: 1 }
  await desk.context.route('**/api/status', route => route.fulfill({ json: { ...ready, ...status } }))
  await person.page.reload()
  return { desk, person, line: person.page.locator('.under .state') }
}

describe.concurrent('a pause', () => {
  it.for([
    ['arabic', ARABIC, 'rtl', PHONE],
    ['chinese', CHINESE, 'ltr', { ...PHONE, colorScheme: 'dark' }],
    ['markup', MARKUP, 'ltr', {}],
  ] as const)(
    'is said in the owner’s words, as text: %s',
    async ([name, message, direction, options], { expect }) => {
      const { desk, person, line } = await finds({ paused: { message } }, options)
      await line.getByText('Paused by the owner.').waitFor()
      const told = line.locator('bdi')
      expect(await told.textContent()).toBe(message)
      expect(await told.evaluate(each => getComputedStyle(each).direction)).toBe(direction)
      expect(await told.locator('*').count()).toBe(0)
      await person.shoot(`paused-${name}`)
      expect(await person.overflow()).toBe(0)
      expect(desk.wrongs).toEqual([])
      await desk.context.close()
    }
  )

  it('without a word, and while the box is away, is a pause all the same', async ({ expect }) => {
    const { desk, line } = await finds({ box: 'offline', paused: { message: '' } })
    await line.getByText('Paused by the owner. You can still read.').waitFor()
    expect(await line.locator('bdi').count()).toBe(0)
    await desk.context.close()
  })
})

describe.concurrent('a welcome', () => {
  it.for([
    ['lines', `Hello.\n${'one\n'.repeat(100)}`, {}],
    ['arabic', ARABIC, PHONE],
    ['chinese', CHINESE, { ...PHONE, colorScheme: 'dark' }],
    ['markup', MARKUP, { viewport: { width: 320, height: 400 } }],
  ] as const)(
    'is shown as text, and leaves room to ask: %s',
    async ([name, welcome, options], { expect }) => {
      const { desk, person } = await finds({ welcome }, options)
      const shown = person.page.locator('.welcome')
      await shown.waitFor()
      expect(await shown.textContent()).toBe(welcome)
      expect(await shown.locator('*').count()).toBe(0)
      await person.shoot(`welcome-${name}`)
      expect(await person.overflow()).toBe(0)
      const field = await person.field.boundingBox()
      const height = person.page.viewportSize()?.height ?? 0
      expect((field?.y ?? Infinity) + (field?.height ?? 0)).toBeLessThan(height)
      expect(desk.wrongs).toEqual([])
      await desk.context.close()
    }
  )

  it('stands in an empty chat alone', async ({ expect }) => {
    const { desk, person } = await finds({ welcome: 'Hello.' })
    await person.page.locator('.welcome').waitFor()
    await person.page.goto('/c/nothing')
    await person.page.getByText('There is no such chat here.').waitFor()
    expect(await person.page.locator('.welcome').count()).toBe(0)
    await desk.context.close()
  })
})
