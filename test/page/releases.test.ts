/** A page that was loaded long ago: every release's, with the Workers of today behind it. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { RELEASES, unpack } from '../../scripts/packed-page.ts'
import { at } from '../../scripts/paths.ts'
import type { Status } from '../../workers/protocol/nouns.ts'
import { OLDEST_PAGE, PROTOCOL_HEADER } from '../../workers/protocol/version.ts'
import { launchChromium } from '../chromium.ts'
import { type Desk, sitDown } from '../person.ts'
import { startSystem, type System } from '../system.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

describe.for(readdirSync(at(RELEASES)))('the page of %s', file => {
  let system: System
  const page = mkdtempSync(join(tmpdir(), 'burrow-test-page-'))
  beforeAll(async () => {
    unpack(readFileSync(at(RELEASES, file)), page)
    system = await startSystem({ page })
  })
  afterAll(async () => {
    await system.stop()
    rmSync(page, { recursive: true })
  })

  it('tells nothing of the machine that it was built on', ({ expect }) => {
    const files = readdirSync(page, { recursive: true, withFileTypes: true }).filter(each => each.isFile())
    const telling = files.filter(each =>
      /pages\/src\//.test(readFileSync(join(each.parentPath, each.name), 'utf8'))
    )
    expect(telling.map(({ name }) => name)).toEqual([])
  })

  it('[U1] asks, reads, stops, asks again, and finds all of it after a reload', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('bench-50')
    await person.ask('tokens=400 Why do moles dig?')
    await person.sees(100)
    await person.button('Stop generating').click()
    await person.log.getByText(/^Stopped by you/).waitFor()
    await person.pick('bench-fast')
    await person.ask('tokens=30 And rabbits?')
    await person.waitsForDone()
    const [first, second] = [await person.reads(0), await person.reads(1)]
    await person.page.reload()
    await person.said(1).first().waitFor()

    expect([await person.reads(0), await person.reads(1)]).toEqual([first, second])
    await person.row('tokens=400 Why do moles dig?').waitFor()
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})

describe('[U1] a page that is too old for the Burrow that answers', () => {
  let system: System
  beforeAll(async () => {
    system = await startSystem()
  })
  afterAll(() => system.stop())

  /** From now on a gateway answers that is newer than today's. */
  const renew = (desk: Desk) =>
    desk.context.route('**/api/status', async route => {
      const response = await route.fetch()
      await route.fulfill({ json: { ...((await response.json()) as Status), oldestPage: 1_000 } })
    })

  it('says so once nothing is being written, and what was begun stays when it is loaded anew', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('bench-50')
    await person.ask('tokens=100 of moles')
    await person.sees(50)
    await renew(desk)
    await person.page.evaluate(() => dispatchEvent(new Event('focus')))
    await person.field.fill('Half a thought')
    await person.waitsForDone()
    await person.page.getByText('This page is older than Burrow.').waitFor()
    await desk.context.unroute('**/api/status')
    await person.button('Load anew').click()
    await person.said(0).first().waitFor()

    expect(await person.field.inputValue()).toBe('Half a thought')
    expect(await person.page.getByText('This page is older than Burrow.').count()).toBe(0)
    await desk.context.close()
  })

  it('is given its question back when that is refused', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    // From now on it is one from before the first protocol that the gateway understands.
    await desk.context.route('**/api/**', route =>
      route.continue({ headers: { ...route.request().headers(), [PROTOCOL_HEADER]: `${OLDEST_PAGE - 1}` } })
    )
    await person.pick('bench-50')
    await person.ask('Why do moles dig?')
    await person.page.getByRole('alert').getByText('older than Burrow').waitFor()

    expect(await person.field.inputValue()).toBe('Why do moles dig?')
    await person.button('Load anew').waitFor()
    // It could have learned so before: the box's state is told to every page.
    const answers = ['/api/status', '/api/chats'].map(path =>
      person.page.evaluate(where => fetch(where).then(({ status }) => status), path)
    )
    expect(await Promise.all(answers)).toEqual([200, 409])
    await desk.context.close()
  })
})
