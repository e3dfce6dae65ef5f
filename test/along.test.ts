/** A question that waits while its chat comes along to who its visitor is: it is answered there, and the time is theirs. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, it } from 'vitest'
import type { OpenChat } from '../workers/protocol/nouns.ts'
import type { Held } from './authenticator.ts'
import { launchChromium } from './chromium.ts'
import { Device } from './device.ts'
import { asked, newQuestion, startSystem, type System, until } from './system.ts'
import { ask } from './visitor.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem({ slots: 1 }), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

it('[Q5] what a question that was taken along uses of the box is counted as theirs who took it', async ({
  expect,
}) => {
  const begin = (...held: Held[]) => Device.begin(browser, system.url, ...held)
  const used = async (device: Device) => (await device.me()).usage.boxSeconds.used
  const one = await begin()
  await one.chats()
  await one.add()
  const [held] = await one.authenticator.passkeys()
  const other = await begin(held as Held)
  await other.chats()

  const first = await system.visitor().ask('bench-25:1b', newQuestion(2_000))
  await first.response.body?.cancel()
  const question = newQuestion(75)
  const chat = crypto.randomUUID()
  // Its stream ends when the chat has come along: whoever signs in looks at another.
  const asking = other
    .call('POST', `/api/chats/${chat}/turns`, ask('bench-50:1b', question))
    .catch(() => null)
  await expect.poll(other.chats, { timeout: 20_000 }).toHaveLength(1)
  expect(await other.signIn()).toMatchObject({ body: { before: 1 } })
  const taken = () => other.call<{ left: number }>('POST', '/api/me/take-along')
  await until('it came along', async () => (await taken()).body.left === 0)
  expect(asked(system.demo, question)).toEqual([])
  expect(await used(one)).toBe(0)
  await first.chat.stop(first.turn)

  await until('it is answered', async () => {
    const { body } = await one.call<OpenChat>('GET', `/api/chats/${chat}`)
    return body.messages.at(-1)?.status === 'done'
  })
  expect(await used(one)).toBeGreaterThanOrEqual(1)
  await other.call('POST', '/api/me/sign-out')
  expect(await used(other)).toBe(0)
  await asking
})
