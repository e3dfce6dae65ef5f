/** [V1] Another site's page in the same browser, which sends the visitor's cookie along: it reads nothing, changes nothing, hears nothing. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { belongings, somebody, type Somebody } from '../belongings.ts'
import { launchChromium } from '../chromium.ts'
import { named } from '../device.ts'
import { callsOf, ROUTES } from '../doors.ts'
import { plant } from '../planted.ts'
import { startSystem, type System } from '../system.ts'

let system: System
let browser: Browser
let owner: Somebody
let elsewhere: Awaited<ReturnType<typeof plant>>
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
  owner = await somebody(browser, system, 'moles')
  elsewhere = await plant((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>evil')
  )
})
afterAll(async () => {
  await Promise.all([browser.close(), system.stop()])
  elsewhere.close()
})

/** A page of the other site's, in a browser that has the visitor's cookie. */
async function open(host: string) {
  const context = await browser.newContext()
  const [name = '', value = ''] = owner.visitor.cookie.split('=')
  await context.addCookies([{ name, value, domain: 'localhost', path: '/', httpOnly: true, sameSite: 'Lax' }])
  const page = await context.newPage()
  await page.goto(`http://${host}:${elsewhere.port}/`)
  return { context, page }
}

describe("[V1] another site's page in the visitor's own browser", () => {
  it.for([
    ['that is a sibling, with which the cookie goes', 'localhost'],
    ['that is a stranger', '127.0.0.1'],
  ] as const)('%s, reads and changes nothing at any route', async ([, host], { expect }) => {
    const { context, page } = await open(host)
    const before = await belongings(system, owner.visitor)
    const calls = ROUTES.flatMap(route =>
      callsOf(route, owner.things, []).map(({ method, path, body }) => ({
        method,
        url: named(system.url) + path,
        body: body?.toString(),
      }))
    )
    const read = await page.evaluate(async all => {
      const found: string[] = []
      for (const { method, url, body } of all)
        for (const mode of ['cors', 'no-cors'] as const) {
          const sent = { method, mode, credentials: 'include' as const, ...(body !== undefined && { body }) }
          const text = await fetch(url, sent)
            .then(response => response.text())
            .catch(() => '')
          if (text !== '') found.push(`${method} ${url}: ${text}`)
        }
      return found
    }, calls)
    expect(read).toEqual([])
    expect(await belongings(system, owner.visitor)).toEqual(before)

    // A form is sent without asking first, and shows what is answered.
    const posted = calls.flatMap(({ method, url }) => (method === 'POST' ? [url] : []))
    for (const url of new Set(posted)) {
      await page.goto(`http://${host}:${elsewhere.port}/`)
      const answered = page.waitForResponse(url)
      await page.evaluate(action => {
        const form = document.createElement('form')
        Object.assign(form, { action, method: 'post', enctype: 'text/plain' })
        document.body.append(form)
        form.submit()
      }, url)
      const response = await answered
      await page.waitForURL(url)
      const { cookie } = await response.request().allHeaders()
      expect([url, response.status(), cookie !== undefined]).toEqual([url, 403, host === 'localhost'])
    }
    expect(await belongings(system, owner.visitor)).toEqual(before)
    await context.close()
  })

  it('opens no socket, whatever cookie goes with it', async ({ expect }) => {
    for (const host of ['localhost', '127.0.0.1']) {
      const { context, page } = await open(host)
      const opened = await page.evaluate(
        url =>
          new Promise<boolean>(resolve => {
            const socket = new WebSocket(url)
            socket.addEventListener('open', () => resolve(true))
            socket.addEventListener('error', () => resolve(false))
          }),
        `${named(system.url).replace('http', 'ws')}/api/live`
      )
      expect([host, opened]).toEqual([host, false])
      await context.close()
    }
  })

  it('does not show Burrow in a frame', async ({ expect }) => {
    const { context, page } = await open('localhost')
    await page.evaluate(src => {
      const frame = document.createElement('iframe')
      frame.src = src
      document.body.append(frame)
    }, named(system.url))
    const frame = await page.waitForSelector('iframe').then(element => element.contentFrame())
    await frame?.waitForLoadState()
    expect(await frame?.evaluate(() => document.querySelector('textarea')).catch(() => null)).toBeNull()
    expect(frame?.url()).toMatch(/^chrome-error:/)
    await context.close()
  })
})
