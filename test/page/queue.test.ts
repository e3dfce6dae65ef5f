/** What stands in the way of somebody who waits: how they leave the queue, and how all of it fits their screen. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { focused, isAt } from '../by-keys.ts'
import { launchChromium } from '../chromium.ts'
import { LONG, PHONE } from '../offered.ts'
import { leave, line, NEXT, QUESTION, reads, THIRD, waits } from '../queued.ts'
import { startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

const ARABIC = 'اكتب محضر الاجتماع'

describe.concurrent('somebody who leaves the queue', () => {
  it('[T5] with the button, takes the question back at once, keeps it, and can ask it again', async ({
    expect,
  }) => {
    const stage = await waits(browser, system.url, THIRD)
    const { person, asked, stopped } = stage
    await leave(stage).focus()
    await person.page.keyboard.press('Enter')
    await person.log.getByText('Stopped by you.', { exact: true }).waitFor()
    await isAt(person, 'Message')
    expect(stopped).toEqual([asked[0]?.turn])
    await person.log.getByText(QUESTION).waitFor()
    await person.shoot('place-left')
    await person.button('Try again').click()
    await until('it was asked again', () => asked[1])
    stage.tells({ state: 'queued', ...NEXT })
    await line(stage).getByText('You are next. About 10 seconds.').waitFor()
    expect(asked[1]?.text).toBeUndefined()
    expect(asked[1]?.parent).toBeTruthy()
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })

  it('[T5] where Stop is, reads that it leaves; with Escape as well', async ({ expect }) => {
    const stage = await waits(browser, system.url, THIRD)
    const { person, stopped } = stage
    const stop = person.page.locator('.pen').getByRole('button', { name: 'Leave the queue' })
    expect(await stop.getAttribute('title')).toBe('Leave the queue')
    await person.pick('bench-50:1b')
    await person.field.fill('the next one')
    await person.field.press('Enter')
    await person.page.getByText('Your question is still waiting. Leave the queue, or wait.').waitFor()
    await stop.click()
    await person.log.getByText('Stopped by you.', { exact: true }).waitFor()
    expect(await person.field.inputValue()).toBe('the next one')
    await person.button('Try again').click()
    await until('it was asked again', () => stage.asked[1])
    stage.tells({ state: 'queued', ...NEXT })
    await line(stage).waitFor()
    await person.page.keyboard.press('Escape')
    await until('it was stopped again', () => stopped.length === 2)
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })

  it('[T12] no more once it has begun: Stop says so, and the focus is in the message box', async ({
    expect,
  }) => {
    const stage = await waits(browser, system.url, NEXT)
    const { person } = stage
    await leave(stage).focus()
    stage.tells({ state: 'loading' })
    await person.button('Stop generating').waitFor()
    await isAt(person, 'Message')
    expect(await person.button('Leave the queue').count()).toBe(0)
    stage.ends('done', 'Here they are.')
    await person.log.getByText('Here they are.').waitFor()
    expect(await focused(person.page)).toBe('Message')
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })
})

describe.concurrent('a place', () => {
  it.for([
    ['on a telephone', PHONE, QUESTION],
    ['on the narrowest telephone', { ...PHONE, viewport: { width: 320, height: 640 } }, QUESTION],
    ['under a question in Arabic', PHONE, ARABIC],
    ['in the dark', { ...PHONE, colorScheme: 'dark' }, QUESTION],
  ] as const)('%s fits, whatever it says', async ([name, options, question], { expect }) => {
    const stage = await waits(browser, system.url, { position: 9, ahead: 8 }, { ...options, question })
    const { person } = stage
    const place = await leave(stage).boundingBox()
    const shot = `place-${name.replaceAll(' ', '-')}`
    for (const model of [LONG, `a_model_${'with_a_name_'.repeat(8)}`, 'הדגם_של_הבית']) {
      await reads(stage, { position: 9, ahead: 8, aboutMs: 20_000, changingTo: model }, 'You are 9th.')
      expect([model, await person.overflow()]).toEqual([model, 0])
    }
    await person.shoot(`${shot}-long`)
    await reads(stage, THIRD, 'You are 3rd. 2 people before you, about 40 seconds.')
    await person.shoot(shot)
    expect(await leave(stage).boundingBox()).toEqual(place)
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })

  it('stands on the way back to the end, while somebody reads further up', async ({ expect }) => {
    const stage = await waits(browser, system.url, THIRD, { question: 'A line of it\n'.repeat(60) })
    const { person } = stage
    await person.button('Show all').click()
    await person.log.evaluate(log => log.scrollTo(0, 0))
    await person.button(/^You are 3rd\.\s*Latest$/).waitFor()
    await person.shoot('place-further-up')
    stage.tells({ state: 'queued', ...NEXT })
    await person.button(/^You are next\.\s*Latest$/).click()
    await line(stage).getByText('You are next. About 10 seconds.').waitFor()
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })

  it('in a page that runs from right to left has its ring at the end of its dots, and fits', async ({
    expect,
  }) => {
    const stage = await waits(browser, system.url, THIRD, { question: ARABIC })
    const { person } = stage
    await person.page.evaluate(() => (document.documentElement.dir = 'rtl'))
    await reads(stage, { position: 2, ahead: 1, changingTo: 'הדגם_של_הבית' }, 'You are 2nd.')
    const [first, ring] = await line(stage)
      .locator('.pips i')
      .evaluateAll(all => all.map(one => one.getBoundingClientRect().x))
    expect(first).toBeGreaterThan(ring ?? Infinity)
    expect(await person.overflow()).toBe(0)
    await person.shoot('place-rtl')
    await stage.close()
  })
})
