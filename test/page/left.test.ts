/** Near the end of what somebody may use of the box in a day the page says so, and at its end why nothing was asked. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { sitDown } from '../person.ts'
import { startSystem, type System } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  const vars = { BOX_MINUTES: '0.05', TURNS_A_MINUTE: '100' }
  ;[system, browser] = await Promise.all([startSystem({ vars }), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** As the edge says it; on this machine itself nothing is limited. */
const FROM_OUTSIDE = { extraHTTPHeaders: { 'CF-Connecting-IP': '203.0.113.5' } }

it('[Q5] a quiet line says what is left, and the refusal that it is used up; the question is back', async ({
  expect,
}) => {
  const desk = await sitDown(browser, system.url, FROM_OUTSIDE)
  const person = await desk.open()
  const left = person.page.getByText('Less than a minute of the box left today.', { exact: true })
  await person.pick('bench-50:1b')
  expect(await left.count()).toBe(0)
  await person.ask('tokens=160')
  await person.waitsForDone()
  await left.waitFor()
  await person.shoot('left')
  expect(await person.overflow()).toBe(0)

  await person.ask('One more?')
  const alert = person.page.getByRole('alert')
  await alert.getByText('Not asked.').waitFor()
  expect(await alert.innerText()).toMatch(
    /^Not asked\. Your box time is used up: 0\.1 of 0\.1 minutes today\. More /
  )
  expect(await person.field.inputValue()).toBe('One more?')
  expect(await left.count()).toBe(0)
  expect(desk.wrongs).toEqual([])
  await desk.context.close()
})

it('nothing is said to whoever has enough, or no limit', async ({ expect }) => {
  const desk = await sitDown(browser, system.url)
  const person = await desk.open()
  await person.pick('bench-50:1b')
  await person.ask('tokens=3')
  await person.waitsForDone()
  expect(await person.page.getByText('left today').count()).toBe(0)
  await desk.context.close()
})
