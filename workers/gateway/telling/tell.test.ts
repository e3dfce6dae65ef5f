/** A look around: what it sees, and what the owner hears of it. */

import { beforeEach, describe, it, vi } from 'vitest'
import { html, json } from '../testing/fake-box.ts'
import { inPretendedTime, MINUTE, Owner, says, type Says, VERSION } from '../testing/owner.ts'
import { countRequest } from './count.ts'

inPretendedTime()

let owner: Owner
let later: Promise<unknown>[]
beforeEach(() => {
  owner = new Owner()
  later = []
})

describe('a look around', () => {
  it('is none where nobody is to be told, or a setting is wrong', async ({ expect }) => {
    const getByName = vi.fn<() => object>(() => ({}))
    const nobody = {
      ...owner.gateway({ vars: { TELL_URL: '' } }),
      BOX: { getByName },
    } as unknown as GatewayEnv
    const wrong = {
      ...owner.gateway({ vars: { MODELS: 'm', TELL_URL: 'http://far.example' } }),
      BOX: { getByName },
    }
    for (const env of [nobody, wrong as unknown as GatewayEnv]) {
      expect(await owner.hears(env, 2)).toEqual([])
      countRequest(env, work => later.push(work), 0)
    }
    expect(getByName).not.toHaveBeenCalled()
    expect(owner.box.asked).toEqual([])
  })

  it.for([
    ['a tunnel that is down', () => html(530, 'error code: 1033'), 'The box is offline.'],
    ['a key that has run out', () => html(403), 'Its owner must renew the key.'],
    ['a login page in its place', () => html(200), 'no longer let in'],
    ['nobody at its address', () => Promise.reject(new TypeError('fetch failed')), 'could not reach'],
    ['silence', () => new Promise<Response>(() => {}), 'could not reach'],
    ['another program', () => json({ hello: 1 }), 'is not Ollama'],
  ] as const)('[O3] takes %s for no box that is well', async ([, broken, words], { expect }) => {
    const env = owner.gateway()
    const { [VERSION]: well } = owner.box.table
    expect(await owner.hears(env, 2)).toEqual(['hello'])
    owner.box.table[VERSION] = broken
    expect(await owner.hears(env, 3)).toEqual(['box_gone'])
    expect(owner.lastText).toContain('The box has not answered since 2026-11-27 09:1')
    expect(owner.lastText).toContain(words)
    owner.box.table = { ...owner.box.table, ...(well && { [VERSION]: well }) }
    expect(await owner.hears(env, 3)).toEqual(['box_back'])
    expect(owner.lastText).toContain('It was away for 15 minutes.')
  })

  it('finds a limit near, once a day, by what was counted by chance', async ({ expect }) => {
    const env = owner.gateway()
    const count = async (requests: number) => {
      for (let n = 0; n < requests; n += 1)
        countRequest(env, work => later.push(work), n % 100 === 0 ? 0.001 : 0.5)
      await Promise.all(later)
    }
    await owner.hears(env)
    await count(79_900)
    expect(await owner.hears(env)).toEqual([])
    await count(100)
    expect(await owner.hears(env, 2)).toEqual(['requests'])
    expect(owner.lastText).toBe(
      'By Burrow’s count 80 % of the requests of the day are used, of 100,000 that the plan has. Once they are used up, Burrow answers nobody until midnight UTC.'
    )
    owner.used = { turns: 4_100, ms: 4_100 * 20_000 }
    expect(await owner.hears(env, 2)).toEqual(['object seconds', 'object rows'])
    owner.used = { turns: 0, ms: 0 }
    await vi.advanceTimersByTimeAsync(24 * 60 * MINUTE)
    expect(await owner.hears(env, 2)).toEqual([])
    await count(80_000)
    expect(await owner.hears(env, 2)).toEqual(['requests'])
  })

  it('leaves what history keeps as it was while that does not answer', async ({ expect }) => {
    let stock: Says = () => says({ bytes: 450e6, backedUpAt: Date.now() })
    const env = owner.gateway({ stock: () => stock() })
    expect(await owner.hears(env)).toEqual(['hello', 'd1 bytes'])
    stock = () => Promise.reject(new Error('The RPC receiver does not implement "stock".'))
    expect(await owner.hears(env, 2)).toEqual([])
    stock = () => says({ bytes: 451e6, backedUpAt: Date.now() })
    expect(await owner.hears(env, 2)).toEqual([])
  })

  it('takes a Burrow that never made a backup for one that made it when telling began', async ({
    expect,
  }) => {
    const env = owner.gateway({ vars: { TELL_BACKUP_DAYS: '3' } })
    expect(await owner.hears(env)).toEqual(['hello'])
    await vi.advanceTimersByTimeAsync(2.9 * 24 * 60 * MINUTE)
    expect(await owner.hears(env)).toEqual([])
    await vi.advanceTimersByTimeAsync(0.1 * 24 * 60 * MINUTE)
    expect(await owner.hears(env, 2)).toEqual(['backup_old'])
    const never = owner.gateway({ vars: { TELL_BACKUP_DAYS: '0' } })
    await owner.hears(never)
    await vi.advanceTimersByTimeAsync(400 * 24 * 60 * MINUTE)
    expect(await owner.hears(never)).toEqual([])
  })
})
