/** [V3] Markup that others have written is words, wherever the page shows it: as a model's name, a title, an answer, a key's or a passkey's name. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { Authenticator } from '../authenticator.ts'
import { launchChromium } from '../chromium.ts'
import { named } from '../device.ts'
import { startMarkingBox } from '../marking-box.ts'
import { type Desk, type Person, sitDown } from '../person.ts'
import { startSystem, type System } from '../system.ts'

const MARKUP = [
  '<img src=x onerror=globalThis.ran=1>',
  '<script>globalThis.ran=1</script>',
  '"><svg onload=globalThis.ran=1>',
  `' autofocus onfocus='globalThis.ran=1' x='`,
  '</title></bdi><iframe srcdoc="<script>ran=1</script>">',
  'javascript:globalThis.ran=1//',
  '[x](javascript:globalThis.ran=1) &lt;b&gt;',
  '${globalThis.ran=1}{{globalThis.ran=1}}',
]

let box: Awaited<ReturnType<typeof startMarkingBox>>
let system: System
let browser: Browser
beforeAll(async () => {
  box = await startMarkingBox(MARKUP)
  ;[system, browser] = await Promise.all([startSystem({ before: [box.url] }), launchChromium()])
})
afterAll(async () => {
  await Promise.all([browser.close(), system.stop()])
  box.close()
})

/** What of it is more than words on this page. */
const more = ({ page }: Person) =>
  page.evaluate(() => ({
    ran: 'ran' in globalThis,
    elements: [...document.querySelectorAll('img, iframe, object, embed, base, [srcdoc], script:not([src])')]
      .length,
    handlers: [...document.querySelectorAll('*')].flatMap(each =>
      each.getAttributeNames().filter(name => name.startsWith('on') || name === 'autofocus')
    ),
    links: [...document.querySelectorAll('a')].filter(({ protocol }) => !/^(https?|mailto):$/.test(protocol))
      .length,
  }))

const NOTHING = { ran: false, elements: 0, handlers: [], links: 0 }

async function sits(): Promise<{ desk: Desk; person: Person }> {
  const desk = await sitDown(browser, named(system.url))
  return { desk, person: await desk.open() }
}

describe.concurrent('[V3] markup', () => {
  it.for(MARKUP)(
    'is words as a model’s name, as a title and as an answer: %s',
    async (markup, { expect }) => {
      const { desk, person } = await sits()
      const { page } = person
      await page.getByText('Ready.').waitFor()
      await person.button(/^Model: /).click()
      const option = page.getByRole('option').filter({ hasText: markup }).first()
      await option.waitFor()
      expect(await more(person)).toEqual(NOTHING)
      await option.click()
      await person.ask(markup)
      await person.waitsForDone()
      expect(await person.page.locator('.room .head h1').innerText()).toBe(markup)
      expect(await page.title()).toContain(markup)
      expect(await more(person)).toEqual(NOTHING)

      await person.row(markup).hover()
      await person.button(`More for “${markup}”`).click()
      await page.getByRole('menuitem', { name: 'Rename' }).waitFor()
      expect(await more(person)).toEqual(NOTHING)
      await page.keyboard.press('Escape')
      await page.reload()
      await person.waitsForDone()
      expect(await more(person)).toEqual(NOTHING)

      await person.more(markup, 'Delete')
      expect(await page.locator('.toast p').innerText()).toContain(markup)
      expect(await more(person)).toEqual(NOTHING)
      expect(desk.wrongs).toEqual([])
      await desk.context.close()
    }
  )

  it('is words as the name of a key and of a passkey', async ({ expect }) => {
    const { desk, person } = await sits()
    const { page } = person
    await Authenticator.of(desk.context, page)
    await person.pick('bench-fast:1b')
    await person.ask('tokens=1')
    await person.waitsForDone()
    await person.button('Devices').click()
    const devices = page.getByRole('dialog', { name: 'Devices' })
    await devices.getByRole('button', { name: 'Add a passkey' }).click()
    await devices.getByText('Passkey 1').waitFor()
    await page.keyboard.press('Escape')
    await page.evaluate(async names => {
      const send = (method: string, path: string, name?: string) =>
        fetch(path, {
          method,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ name }),
        })
      const { passkeys } = (await (await fetch('/api/me')).json()) as { passkeys: { id: string }[] }
      await send('PATCH', `/api/me/passkeys/${passkeys[0]?.id}`, names.join(' ').slice(0, 60))
      for (const name of names) await send('POST', '/api/me/keys', name)
    }, MARKUP)
    await page.reload()
    await person.button('Devices').click()
    await devices
      .getByText(MARKUP[0] ?? '')
      .first()
      .waitFor()
    expect(await more(person)).toEqual(NOTHING)
    await page.keyboard.press('Escape')
    await person.button('API keys').click()
    const keys = page.getByRole('dialog', { name: 'API keys' })
    await keys
      .locator('tbody tr')
      .nth(MARKUP.length - 1)
      .waitFor()
    expect(await keys.innerText()).toContain(MARKUP.at(-1))
    expect(await more(person)).toEqual(NOTHING)
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })
})
