/** Burrow wants to know that somebody is a person: it asks in a frame, and what was written is asked once it knows. */

import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { REAL, verdictOf } from '../../workers/gateway/testing/turnstile.ts'
import { launchChromium } from '../chromium.ts'
import { type Desk, sitDown } from '../person.ts'
import { asked, newQuestion, startSystem, type System } from '../system.ts'
import { addressOf } from '../tap.ts'

const THEIRS = 'https://challenges.cloudflare.com'

/** Turnstile's script: a button where its widget would be. Its token says for what and where it was given. */
const SCRIPT = `globalThis.turnstile = {
  render(at, { action, callback }) {
    const button = document.createElement('button')
    button.textContent = 'I am a person'
    button.onclick = () => callback((globalThis.as ?? action) + '@' + location.hostname)
    document.querySelector(at).append(button)
    return 'widget'
  },
  reset() { globalThis.wasReset = true },
}`

let system: System
let browser: Browser
const verifier = createServer((request, response) => {
  void json(request).then(body => {
    response.setHeader('content-type', 'application/json')
    // One token does for all of these tests.
    response.end(JSON.stringify(verdictOf(body, new Set())))
  })
})

beforeAll(async () => {
  await new Promise<void>(resolve => verifier.listen(0, '127.0.0.1', resolve))
  const vars = {
    TURNSTILE_SITE_KEY: '0x4AAAAAAAexample',
    TURNSTILE_SECRET: REAL,
    TURNSTILE_VERIFY_URL: `http://127.0.0.1:${addressOf(verifier).port}/siteverify`,
  }
  ;[system, browser] = await Promise.all([startSystem({ vars }), launchChromium()])
})
afterAll(async () => {
  await Promise.all([browser.close(), system.stop()])
  verifier.close()
})

/** A browser that finds Turnstile at its address, or does not. */
async function meets(reachable = true): Promise<Desk> {
  const desk = await sitDown(browser, system.url)
  await desk.context.route(`${THEIRS}/**`, route =>
    reachable ? route.fulfill({ contentType: 'text/javascript', body: SCRIPT }) : route.abort()
  )
  return desk
}

describe.concurrent('somebody who asks for the first time', () => {
  it('is asked whether they are a person, then answered once, and not asked again', async ({ expect }) => {
    const desk = await meets()
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    const question = newQuestion(5)
    await person.ask(question)
    await person.page.getByText('Burrow wants to know that you are a person.').waitFor()
    await person.shoot('pass')
    // What was written stands where it was, and may still be changed.
    expect(await person.field.inputValue()).toBe(question)
    expect(asked(system.demo, question)).toEqual([])

    await person.page.frameLocator('.pass').getByRole('button').click()
    await person.waitsForDone()
    expect(await person.log.locator('.turn').count()).toBe(1)
    expect(asked(system.demo, question)).toHaveLength(1)
    expect(await person.field.inputValue()).toBe('')
    expect(await person.page.locator('.pass').count()).toBe(0)

    await person.ask(newQuestion(5))
    await person.log.locator('.turn').nth(1).waitFor()
    await person.waitsForDone()
    // The frame alone asks another site, and breaks no policy.
    expect(desk.wrongs).toEqual([`asked ${THEIRS}/turnstile/v0/api.js?render=explicit`])
    await desk.context.close()
  })

  it('who was not found to be one may try again', async ({ expect }) => {
    const desk = await meets()
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    await person.ask(newQuestion(5))
    const frame = person.page.frameLocator('.pass')
    await frame.getByRole('button').waitFor()
    const inside = person.page.frames().find(each => each.url().endsWith('/pass'))
    await inside?.evaluate(() => Object.assign(globalThis, { as: 'login' }))
    await frame.getByRole('button').click()
    await person.page.getByText('could not make sure of it').waitFor()
    expect(await inside?.evaluate(() => 'wasReset' in globalThis)).toBe(true)

    await inside?.evaluate(() => Object.assign(globalThis, { as: 'ask' }))
    await frame.getByRole('button').click()
    await person.waitsForDone()
    await desk.context.close()
  })

  it('is told where Turnstile cannot be reached', async ({ expect }) => {
    const desk = await meets(false)
    const person = await desk.open()
    await person.pick('bench-fast:1b')
    await person.ask(newQuestion(5))
    await person.page.getByText('could not be loaded').waitFor()
    expect(await person.log.locator('.turn').count()).toBe(0)
    await desk.context.close()
  })
})

describe('the frame', () => {
  it('has a policy of its own, and the page keeps its', async ({ expect }) => {
    const policyOf = async (path: string) =>
      (await fetch(system.url + path)).headers.get('content-security-policy') ?? ''
    const [page, frame] = [await policyOf('/'), await policyOf('/pass')]

    expect(page).toContain("default-src 'none'; script-src 'self';")
    expect(page).toContain("frame-ancestors 'none'; require-trusted-types-for 'script'")
    expect(page).not.toContain(THEIRS)
    expect(frame).toMatch(/^default-src 'none'; script-src 'self' https:\/\/challenges\.cloudflare\.com;/)
    expect(frame).toContain("frame-ancestors 'self'")
    expect(frame).not.toContain('unsafe')
  })
})
