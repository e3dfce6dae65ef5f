/** What one visitor, and all who come from one address, may ask, over real HTTP: the edge says from where. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { BODY_BYTES, CHANGE_BYTES, NO_BODY_BYTES } from '../workers/protocol/limits.ts'
import { Guest, newAddress, refused } from './guest.ts'
import { asked, newQuestion, startSystem, type System } from './system.ts'
import { ask } from './visitor.ts'
import { watch } from './watch.ts'

const LIMITS = {
  TURNS_A_MINUTE: '2',
  BOX_MINUTES: '0.05',
  ADDRESS_BOX_MINUTES: '1000',
  NEW_VISITORS_AN_HOUR: '40',
  ADDRESS_MB: '0.07',
  QUESTION_CHARS: '100',
  NETWORKS: '198.51.100.0/24=2',
}

let system: System
beforeAll(async () => {
  system = await startSystem({ vars: LIMITS })
})
afterAll(() => system.stop())

describe('[Q5] a visitor', () => {
  it('may ask so many questions a minute, and is told when the next may be asked', async ({ expect }) => {
    const guest = new Guest(system, newAddress())
    await guest.chats()
    expect(await refused(guest)).toBeNull()
    expect(await refused(guest)).toBeNull()
    const why = await refused(guest)
    expect(why).toMatchObject({ status: 429, code: 'too_fast', retryable: true })
    expect(why?.after).toBeGreaterThan(50)
    expect(why?.message).toBe(`2 questions a minute are the limit. Try again in ${why?.after} s.`)
  })

  it('has so much of the box’s time in a day, and is told when there is more', async ({ expect }) => {
    const guest = new Guest(system, newAddress())
    await guest.chats()
    const chat = guest.chat()
    const request = ask('bench-50:1b', newQuestion(160))
    const { text } = await watch(await chat.send(request))
    const why = await refused(guest)
    expect(why).toMatchObject({ status: 429, code: 'used_up', retryable: true })
    const end = (Math.floor(Date.now() / 86_400_000) + 1) * 86_400
    expect(Math.abs(Date.now() / 1_000 + (why?.after ?? 0) - end)).toBeLessThan(5)
    // [T2] What was asked before is no new question in its chat; in another it is nobody's.
    expect((await watch(await chat.send(request))).text).toBe(text)
    expect((await guest.chat().send(request)).status).toBe(429)
    // Whoever has themselves forgotten, and is known all the same, has no new day.
    const { cookie } = guest
    expect((await guest.call('DELETE', '/api/me')).status).toBe(204)
    guest.cookie = cookie
    expect(await refused(guest)).toMatchObject({ code: 'used_up' })
  })

  it('whose time is used up while they wait has what was begun answered to its end, and begins no other', async ({
    expect,
  }) => {
    const guest = new Guest(system, newAddress())
    await guest.chats()
    const first = await guest.ask('bench-50:1b', newQuestion(200))
    const question = newQuestion(1)
    const next = await guest.ask('bench-fast:1b', question)
    expect(await first.response.text()).toContain('"status":"done"')
    const waited = await next.response.text()
    expect(waited).toContain('event: problem')
    expect(waited).toContain('Your box time is used up: 0.1 of 0.1 minutes today.')
    expect(asked(system.demo, question)).toEqual([])
    const { messages } = await next.chat.open()
    expect(messages.at(-1)).toMatchObject({ status: 'failed', problem: { code: 'used_up' } })
  })

  it('may write questions of so many characters', async ({ expect }) => {
    const guest = new Guest(system, newAddress())
    await guest.chats()
    const start = 'tokens=1 '
    expect(await refused(guest, start.padEnd(100, 'x'))).toBeNull()
    expect(await refused(guest, start.padEnd(101, 'x'))).toMatchObject({
      status: 413,
      code: 'too_large',
      message: 'A question may have 100 characters here.',
    })
  })
})

describe('[Q5] one address', () => {
  it('lets a class of 30 in, all of them new, at once', async ({ expect }) => {
    const school = newAddress()
    const all = Array.from({ length: 30 }, () => new Guest(system, school))
    expect(await Promise.all(all.map(guest => refused(guest)))).toEqual(all.map(() => null))
  })

  it('lets 40 new visitors in within an hour, and those who are here go on', async ({ expect }) => {
    const school = newAddress()
    const all = Array.from({ length: 40 }, () => new Guest(system, school))
    expect((await Promise.all(all.map(guest => refused(guest)))).filter(why => why !== null)).toEqual([])
    const why = await refused(new Guest(system, school))
    expect(why).toMatchObject({ status: 429, code: 'too_many_visitors', retryable: true })
    expect(why?.after).toBeGreaterThan(3_500)
    expect((await refused(all[0] ?? new Guest(system, school)))?.code).not.toBe('too_many_visitors')
    expect(await refused(new Guest(system, newAddress()))).toBeNull()
  })

  it('lets no more in who ask nothing, and have a key or a passkey kept', async ({ expect }) => {
    const school = newAddress()
    const make = async () => {
      const made = await new Guest(system, school).call('POST', '/api/me/keys', { name: 'an editor' })
      return [made.status, ((await made.json()) as { code?: string }).code]
    }
    const all = await Promise.all(Array.from({ length: 45 }, make))
    expect(all.filter(([status]) => status === 200)).toHaveLength(40)
    expect(all.filter(([status, code]) => status === 429 && code === 'too_many_visitors')).toHaveLength(5)
    const passkey = await new Guest(system, school).call('POST', '/api/me/passkeys', {
      response: { id: 'AAAA' },
    })
    expect(await passkey.json()).toMatchObject({ code: 'too_many_visitors' })
    expect(await refused(new Guest(system, school))).toMatchObject({ code: 'too_many_visitors' })
  })

  it('takes so much of questions in a day, with however many cookies', async ({ expect }) => {
    const address = newAddress()
    const whole = 'tokens=1 '.padEnd(100, '漢')
    const each = 1_500 + new TextEncoder().encode(whole).length
    const fit = Math.floor(70_000 / each)
    for (let n = 0; n < fit; n += 1) expect(await refused(new Guest(system, address), whole)).toBeNull()
    const why = await refused(new Guest(system, address), whole)
    expect(why).toMatchObject({ status: 429, code: 'too_much_written', retryable: true })
    expect(why?.after).toBeGreaterThan(0)
    expect(await refused(new Guest(system, newAddress()), whole)).toBeNull()
  })

  it('of a network that the owner lists lets more in', async ({ expect }) => {
    const all = Array.from({ length: 41 }, () => new Guest(system, '198.51.100.1'))
    expect((await Promise.all(all.map(guest => refused(guest)))).filter(why => why !== null)).toEqual([])
  })

  it('is one with IPv6 whatever a household’s own part of it is', async ({ expect }) => {
    const all = Array.from({ length: 41 }, (_, n) => new Guest(system, `2001:db8:1:1::${n}`))
    const whys = await Promise.all(all.map(guest => refused(guest)))
    expect(whys.filter(why => why?.code === 'too_many_visitors')).toHaveLength(1)
    expect(await refused(new Guest(system, '2001:db8:1:2::1'))).toBeNull()
  })
})

it('a body is refused that is longer than its route takes, before it is read', async ({ expect }) => {
  const { path } = new Guest(system, newAddress()).chat()
  for (const [method, to, bytes] of [
    ['POST', `${path}/turns`, BODY_BYTES],
    ['PATCH', path, CHANGE_BYTES],
    ['DELETE', path, NO_BODY_BYTES],
    ['POST', '/api/nothing', NO_BODY_BYTES],
  ] as const) {
    const send = (length: number) =>
      new Guest(system, newAddress()).call(method, to, ' '.repeat(length), { connection: 'close' })
    const [fits, over] = [await send(bytes), await send(bytes + 1)]
    expect(over.status).toBe(413)
    expect(await over.json()).toMatchObject({ code: 'too_large' })
    expect(await fits.text()).not.toContain('too_large')
  }
})

describe('[Q5] the outer wall', () => {
  const many = 1_300
  const asks = async (address: string) => {
    const response = await new Guest(system, address).call('GET', '/api/chats')
    return {
      status: response.status,
      after: response.headers.get('retry-after'),
      body: await response.text(),
    }
  }
  /** Asks that many times, or until the first refusal. */
  async function knock(address: string, times: number) {
    for (let left = times; left > 0; left -= 50) {
      const all = await Promise.all(Array.from({ length: 50 }, () => asks(address)))
      const refusal = all.find(({ status }) => status !== 200)
      if (refusal) return refusal
    }
    return null
  }

  it('holds whoever asks without end at one address, and nobody else', async ({ expect }) => {
    const address = newAddress()
    // The platform's minute may end meanwhile.
    const refusal = await knock(address, 2 * many)
    expect(refusal).toMatchObject({ status: 429, after: '60' })
    expect(JSON.parse(refusal?.body ?? '')).toMatchObject({ code: 'too_many_requests', retryable: true })
    expect((await asks(newAddress())).status).toBe(200)
    expect((await fetch(`${system.url}/api/status`)).status).toBe(200)
  })

  it('is higher for a network that the owner lists', async ({ expect }) => {
    expect(await knock('198.51.100.9', many)).toBeNull()
  })
})
