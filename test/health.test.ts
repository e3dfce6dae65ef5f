/** GET /api/health in workerd, while D1 and the box go and come back. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Health } from '../workers/protocol/health.ts'
import { openD1 } from './failing-d1.ts'
import { startSystem, type System, until } from './system.ts'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system.stop())

const get = (query = '') => fetch(`${system.url}/api/health${query}`)

/** As soon as it is heard: what was looked at last is told for some seconds. */
const heard = (query: string, status: Health['status']) =>
  until(`that it is ${status}`, async () => {
    const response = await get(query)
    const told = (await response.json()) as Health
    return told.status === status && { code: response.status, ...told }
  })

const WELL = { gateway: null, history: null, box: null }

describe('a monitor', { timeout: 60_000 }, () => {
  it('[O2] hears in hundreds of calls what few looks have seen, and no visitor is made', async ({
    expect,
  }) => {
    const looks = () => system.tap.asked.filter(({ path }) => path === '/api/version').length
    const before = looks()
    const answers = await Promise.all(Array.from({ length: 300 }, () => get()))
    const told = await Promise.all(answers.map(answer => answer.json()))

    expect(new Set(told.map(one => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ status: 'pass', ...WELL })])
    )
    expect(answers.flatMap(({ headers }) => headers.getSetCookie())).toEqual([])
    expect(answers[0]?.headers.get('cache-control')).toBe('no-store')
    expect(looks() - before).toBeLessThan(10)
  })

  it('[O2] is alarmed while D1 is away, and by a box that is off where it asks for that', async ({
    expect,
    onTestFinished,
  }) => {
    const d1 = openD1(system.state)
    onTestFinished(() => d1.close())
    const gone = d1.ways.find(({ name }) => name === 'chats is not there')
    if (gone === undefined) throw new Error('there are no chats')
    d1.run(gone.breaks)
    expect(await heard('', 'fail')).toMatchObject({ code: 503, ...WELL, history: 'history_unavailable' })
    d1.run(gone.mends)
    await system.tap.close()
    expect(await heard('', 'warn')).toMatchObject({ code: 200, ...WELL, box: 'host_unreachable' })
    expect(await heard('?box=1', 'fail')).toMatchObject({ code: 503, history: null })
  })
})
