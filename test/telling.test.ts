/** The owner is told: by the gateway's cron, in workerd, at a webhook. */

import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { openD1 } from './failing-d1.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import type { Status } from '../workers/protocol/nouns.ts'
import { startSystem, type System, until } from './system.ts'

const TELL_SECRET = 'a secret of the tests that nobody guesses'
const DAY_MS = 86_400_000

let receiver: Receiver
let system: System
beforeAll(async () => {
  receiver = await startReceiver()
  system = await startSystem({ vars: { TELL_URL: receiver.url, TELL_SECRET } })
})
afterAll(async () => {
  await system.stop()
  receiver.close()
})

/** The clock rings, and the look that it is for is over. */
async function ring({ url }: System): Promise<void> {
  const headers = { 'MF-Route-Override': 'burrow-gateway' }
  const response = await fetch(`${url}/cdn-cgi/local/scheduled?cron=*/5+*+*+*+*`, { headers })
  if (!response.ok) throw new Error(await response.text())
}

/** The box goes, or comes, and Burrow has seen it. */
async function box(state: 'ready' | 'offline'): Promise<void> {
  system.demo.switch({ down: state === 'offline' })
  await until(`that it is ${state}`, async () => {
    const response = await fetch(`${system.url}/api/status`)
    return ((await response.json()) as Status).box === state
  })
}

/** What the owner hears by so many looks. */
async function heard(looks = 1): Promise<string[]> {
  const before = receiver.received.length
  for (let n = 0; n < looks; n += 1) await ring(system)
  return receiver.received.slice(before).flatMap(({ message }) => message.events.map(({ event }) => event))
}

describe('the owner', { timeout: 60_000 }, () => {
  it('hears first that they are told here, once, signed, in a form that chats and programs read', async ({
    expect,
  }) => {
    expect(await heard(3)).toEqual(['hello'])
    const [first] = receiver.received
    const { text, content, at, events } = first?.message ?? {}
    expect(text).toMatch(/^From now on Burrow tells you here/)
    expect(content).toBe(text)
    expect(events).toEqual([{ event: 'hello', text }])
    expect(Math.abs(Date.parse(at ?? '') - Date.now())).toBeLessThan(60_000)
    const signature = createHmac('sha256', TELL_SECRET)
      .update(first?.body ?? '')
      .digest('hex')
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-burrow-signature-256': `sha256=${signature}`,
      'user-agent': expect.stringMatching(/^burrow\//),
    })
  })

  it('[O3] hears once that the box has gone and once that it is back, though Burrow dies between', async ({
    expect,
  }) => {
    await box('offline')
    expect(await heard()).toEqual([])
    await system.restart()
    expect(await heard(4)).toEqual(['box_gone'])
    const [gone] = receiver.received.at(-1)?.message.events ?? []
    expect(gone).toMatchObject({
      code: expect.stringMatching(/^host_/),
      text: expect.stringMatching(/^The box has not answered since \d{4}-\d\d-\d\d \d\d:\d\d UTC\. /),
    })
    await box('ready')
    expect(await heard(4)).toEqual(['box_back'])
    expect(receiver.received.at(-1)?.message.text).toMatch(/It was away for 1 minute\.$/)
  })

  it('hears nothing of a box that was started anew', async ({ expect }) => {
    await box('offline')
    expect(await heard()).toEqual([])
    await box('ready')
    expect(await heard(3)).toEqual([])
  })

  it('[O3] hears it at the next look where nobody takes it at this one', async ({
    expect,
    onTestFinished,
  }) => {
    onTestFinished(() => box('ready'))
    await box('offline')
    receiver.status = 302
    expect(await heard(3)).toEqual(['box_gone', 'box_gone'])
    receiver.status = null
    expect(await heard()).toEqual(['box_gone'])
    receiver.status = 204
    expect(await heard(3)).toEqual(['box_gone'])
    const said = system.burrow.said()
    expect(said).toContain('{"burrow":"owner untold","way":"TELL_URL","cause":"it answers 302"}')
    expect(said).toContain('{"burrow":"owner untold","way":"TELL_URL","cause":"it does not answer in time"}')
    for (const secret of [TELL_SECRET, new URL(receiver.url).pathname]) expect(said).not.toContain(secret)
  })

  it('hears once that backups are old, and again when they are so once more', async ({
    expect,
    onTestFinished,
  }) => {
    await heard(2)
    const d1 = openD1(system.state)
    onTestFinished(() => d1.close())
    const backUp = (daysAgo: number) =>
      d1.run(`INSERT INTO burrow_backup VALUES (${Date.now() - daysAgo * DAY_MS})`)
    d1.run('CREATE TABLE burrow_backup (at INTEGER NOT NULL)')
    backUp(15)
    expect(await heard(3)).toEqual(['backup_old'])
    expect(receiver.received.at(-1)?.message.text).toMatch(/^No backup was made for 15 days\./)
    backUp(0)
    expect(await heard(2)).toEqual([])
    d1.run('DELETE FROM burrow_backup')
    backUp(20)
    expect(await heard(2)).toEqual(['backup_old'])
  })

  it('[O3] hears nothing of what a visitor wrote, and who they are', async ({ expect }) => {
    const visitor = system.visitor()
    await visitor.chats()
    const all = receiver.received.map(({ body, headers }) => body + JSON.stringify(headers)).join('\n')
    expect(all).not.toContain(visitor.cookie.split('=')[1]?.split('.')[0] || 'a cookie')
    expect(all).not.toContain(TELL_SECRET)
    expect(all).not.toContain(system.tap.url)
  })
})
