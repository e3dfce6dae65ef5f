/** What somebody reads and hears who waits in the queue, and how they leave it. */

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { leave, line, NEXT, QUESTION, reads, THIRD, waits } from '../queued.ts'
import type { Stage } from '../stage.ts'
import { startSystem, type System, until } from '../system.ts'

let system: System
let browser: Browser
beforeAll(async () => {
  ;[system, browser] = await Promise.all([startSystem(), launchChromium()])
})
afterAll(() => Promise.all([browser.close(), system.stop()]))

/** Each a queue as it may be told, and what is read of it. */
const TOLD: [object, string][] = [
  [THIRD, 'You are 3rd. 2 people before you, about 40 seconds.'],
  [
    { position: 4, ahead: 3, why: 'loaded' },
    'You are 4th, and were 3rd: somebody who has had no turn yet wants the model that is loaded.',
  ],
  [
    { position: 2, ahead: 1, aboutMs: 20_000, changingTo: 'gemma3:12b' },
    'You are 2nd. The box is changing to gemma3:12b, about 20 s.',
  ],
  [
    { ...NEXT, drainsMs: 12_000 },
    'You are next. The box is still reading a question that was stopped, about 10 s.',
  ],
  [NEXT, 'You are next. About 10 seconds.'],
  [
    { position: 2, ahead: 1, aboutMs: 2_400, why: 'cut' },
    'You are 2nd, and were next: an answer that broke off goes on first. A few seconds.',
  ],
  [
    { position: 12, ahead: 11, aboutMs: 300_000, why: 'host' },
    'You are 12th, and were 2nd: one of the boxes has gone away. About 5 minutes.',
  ],
  [{ position: 9, ahead: 8 }, 'You are 9th. 8 people before you.'],
  [{}, 'Waiting for the box.'],
]

describe.concurrent('somebody who waits', () => {
  it('[T12] [Q4] reads their place, what holds it up, and why it rose; what they press stays where it is', async ({
    expect,
  }) => {
    const stage = await waits(browser, system.url, THIRD)
    const { person } = stage
    const place = await leave(stage).boundingBox()
    for (const [n, [state, words]] of TOLD.entries()) {
      await reads(stage, state, words)
      await person.shoot(`place-${n}`)
      expect([words, await leave(stage).boundingBox()]).toEqual([words, place])
    }
    await person.page.getByText('Your place is kept.').waitFor()
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })

  it('[T12] reads for how long it has been, where no place is known, and what a newer Burrow says is passed over', async ({
    expect,
  }) => {
    const stage = await waits(browser, system.url, {})
    await line(stage)
      .getByText(/^Waiting for the box\. \d+ s so far\.$/)
      .waitFor()
    stage.tells({ state: 'dreaming' })
    await reads(stage, { position: 'third', ahead: 2 }, 'Waiting for the box.')
    await reads(
      stage,
      { ...THIRD, lane: 'slow', why: 'fate' },
      'You are 3rd. 2 people before you, about 40 seconds.'
    )
    expect(await line(stage).locator('.pips i').count()).toBe(3)
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })

  it('[T12] reads an estimate that gets shorter though nobody says more, and none once it has run out', async ({
    expect,
  }) => {
    const stage = await waits(browser, system.url, {})
    const { clock } = stage.person.page
    await clock.install()
    await reads(stage, { ...THIRD, aboutMs: 20_000 }, 'You are 3rd. 2 people before you, about 20 seconds.')
    await clock.fastForward(9_500)
    await line(stage).getByText('You are 3rd. 2 people before you, about 10 seconds.').waitFor()
    // A stream that is quiet for longer is dead, and gone back to.
    await clock.fastForward(11_000)
    await line(stage).getByText('You are 3rd. 2 people before you.', { exact: true }).waitFor()
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })

  it('[T12] [Q4] reads it after a reload as well, from the chat itself', async ({ expect }) => {
    const stage = await waits(browser, system.url, { ...THIRD, why: 'cut' })
    await stage.person.page.reload()
    await line(stage).getByText('You are 3rd. 2 people before you, about 40 seconds.').waitFor()
    await reads(
      stage,
      { position: 4, ahead: 3, why: 'cut' },
      'You are 4th, and were 3rd: an answer that broke off goes on first.'
    )
    expect(stage.desk.wrongs).toEqual([])
    await stage.close()
  })
})

/** Notes what a screen reader is told of what happens. */
async function hears({ person: { page } }: Stage): Promise<string[]> {
  const heard: string[] = []
  await page.exposeBinding('burrowTestHeard', (_, text: string) => void heard.push(text))
  await page.evaluate(() => {
    // The binding from above, of which the page's types know nothing.
    const tell = (globalThis as unknown as { burrowTestHeard: (text: string) => void }).burrowTestHeard
    const place = document.querySelector('main > [role=status]')
    if (place) new MutationObserver(() => tell(place.textContent)).observe(place, { childList: true })
  })
  return heard
}

describe.concurrent('somebody who listens while they wait', () => {
  it('hears the first place, that it rose and why, and that it is the next; nothing in between', async ({
    expect,
  }) => {
    const stage = await waits(browser, system.url, {})
    const heard = await hears(stage)
    await reads(stage, { position: 3, ahead: 2 }, 'You are 3rd. 2 people before you.')
    await reads(stage, { position: 2, ahead: 1 }, 'You are 2nd. 1 person before you.')
    await reads(
      stage,
      { position: 3, ahead: 2, why: 'cut' },
      'You are 3rd, and were 2nd: an answer that broke off goes on first.'
    )
    await reads(stage, { position: 2, ahead: 1, changingTo: 'x' }, 'You are 2nd. The box is changing to x.')
    await reads(stage, { position: 1, ahead: 0 }, 'You are next.')
    await reads(stage, { position: 1, ahead: 0, aboutMs: 5_000 }, 'You are next. About 5 seconds.')
    stage.tells({ state: 'reading' })
    await until('it is read', () => heard.includes('Reading your question'))
    expect(heard).toEqual([
      'Waiting in the queue, 3rd',
      'You are 3rd, and were 2nd: an answer that broke off goes on first',
      'You are next',
      'Reading your question',
    ])
    // The line itself says nothing aloud.
    expect(await stage.person.log.getAttribute('aria-live')).toBe('off')
    await stage.close()
  })

  it('hears nothing of it in another chat, and may ask there', async ({ expect }) => {
    const stage = await waits(browser, system.url, THIRD)
    const { person, desk, asked } = stage
    const heard = await hears(stage)
    await person.button('New chat').first().click()
    await until('it is another chat', () => heard.includes('New chat'))
    stage.tells({ state: 'queued', ...NEXT })
    const mark = person.row(QUESTION).locator('.state[data-is=writing]')
    await mark.waitFor()
    await person.pick('bench-50:1b')
    await person.ask('Another one')
    await until('it was asked', () => asked[1])
    stage.tells({ state: 'queued', position: 2, ahead: 1 })
    await line(stage).getByText('You are 2nd. 1 person before you.').waitFor()
    expect(heard).toEqual(['New chat', 'Waiting in the queue, 2nd'])
    expect(asked[1]).toMatchObject({ text: 'Another one', model: 'bench-50:1b' })
    await person.row(QUESTION).click()
    // How long it still takes has become less since it was said.
    await line(stage)
      .getByText(/^You are next\./)
      .waitFor()
    expect(desk.wrongs).toEqual([])
    await stage.close()
  })
})
