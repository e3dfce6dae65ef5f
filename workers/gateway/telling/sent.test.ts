/** By which ways the owner is told, and what is known of whether they were. */

import { beforeEach, describe, it, vi } from 'vitest'
import { text } from '../testing/fake-box.ts'
import { inPretendedTime, Owner } from '../testing/owner.ts'

inPretendedTime()

let owner: Owner
beforeEach(() => void (owner = new Owner()))

describe('what is sent', () => {
  it('goes by e-mail too, and counts as told where one of the two takes it', async ({ expect }) => {
    const sent: { to: string; subject: string; text: string }[] = []
    const MAIL = { send: (one: (typeof sent)[number]) => Promise.resolve(void sent.push(one)) }
    const vars = { TELL_EMAIL: 'me@example.com', TELL_FROM: 'burrow@example.org' }
    owner.hook.table['/hook'] = () => text(500, 'no')
    await owner.hears(owner.gateway({ vars, MAIL }), 3)
    expect(sent).toEqual([
      {
        to: 'me@example.com',
        from: { email: 'burrow@example.org', name: 'Burrow' },
        subject: 'Burrow: you are told here',
        text: expect.stringMatching(/^From now on/),
      },
    ])
    expect(owner.hook.asked).toHaveLength(1)
  })

  it('is sent again while neither does, and the log names no address', async ({ expect }) => {
    const warn = vi.mocked(console.warn)
    const MAIL = {
      send: () => Promise.reject(new Error('destination address me@example.com is not verified')),
    }
    const vars = { TELL_EMAIL: 'me@example.com', TELL_FROM: 'burrow@example.org' }
    owner.hook.table['/hook'] = () => new Promise(() => {})
    expect(await owner.hears(owner.gateway({ vars, MAIL }), 2)).toEqual(['hello', 'hello'])
    expect(await owner.hears(owner.gateway({ vars: { ...vars, TELL_URL: '' } }))).toEqual([])
    const said = warn.mock.calls.join('\n')
    expect(said).toMatch('"way":"TELL_URL","cause":"it does not answer in time"')
    expect(said).toMatch('"way":"TELL_EMAIL","cause":"Error: destination address … is not verified"')
    expect(said).toMatch('npm run deploy binds it')
    expect(said).not.toMatch(/example|box-\d/)
  })

  it('is greeted with anew where the address is another', async ({ expect }) => {
    const [env, moved] = [owner.gateway(), owner.gateway()]
    expect(await owner.hears(env, 2)).toEqual(['hello'])
    Object.assign(moved, { TELL_URL: `${owner.hook.url}/elsewhere`, BOX: env.BOX })
    owner.hook.table['/elsewhere'] = () => text(200, 'ok')
    expect(await owner.hears(moved, 2)).toEqual(['hello'])
  })
})
