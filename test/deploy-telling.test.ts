/** `npm run deploy` of a gateway that tells its owner something, and of one that does not. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { type Cloudflare, startCloudflare } from './cloudflare/server.ts'
import { type Copy, copyProject } from './copy.ts'
import { deploy as deployFrom } from './deploying.ts'

const EVERY_FIVE = '*/5 * * * *'
const TELL_URL = 'https://hooks.example.com/a-secret'
const MAIL = { TELL_EMAIL: 'me@example.com', TELL_FROM: 'burrow@example.org' }

let copy: Copy
let cloudflare: Cloudflare
beforeAll(async () => {
  copy = await copyProject()
  cloudflare = await startCloudflare()
  cloudflare.account.subdomain = 'somebody'
})
afterAll(async () => {
  await cloudflare.close()
  await copy.remove()
})

const run = (env?: Record<string, string>) => deployFrom(copy, cloudflare, [], env)
const gateway = () => {
  const found = cloudflare.account.workers.get('burrow-gateway')
  if (found === undefined) throw new Error('there is no gateway')
  return found
}
const mails = () =>
  gateway()
    .versions.at(-1)
    ?.bindings.filter(({ type }) => type === 'send_email')

describe('npm run deploy', { timeout: 120_000 }, () => {
  it('sets the clock where the owner is to be told, and only there', async ({ expect }) => {
    expect(await run()).toMatchObject({ code: 0 })
    expect(gateway().crons).toEqual([])
    expect(mails()).toEqual([])

    // The code is up, and the clock is not: the next run is to find that.
    cloudflare.fail('PUT', /\/schedules$/)
    expect(await run({ TELL_URL })).toMatchObject({ code: 1 })
    expect(gateway().crons).toEqual([])
    const again = await run()
    expect(again.code, again.said).toBe(0)
    expect(gateway().crons).toEqual([EVERY_FIVE])
    expect(gateway().secrets.get('TELL_URL')).toBe(TELL_URL)
    expect(await run()).toMatchObject({ code: 0, changes: [] })

    // Taken back in the dashboard.
    gateway().secrets.delete('TELL_URL')
    expect(await run()).toMatchObject({ code: 0 })
    expect(gateway().crons).toEqual([])
  })

  it('binds what sends e-mail to that one address where it is asked for', async ({ expect }) => {
    const half = await run({ TELL_EMAIL: MAIL.TELL_EMAIL })
    expect(half).toMatchObject({ code: 1, changes: [] })
    expect(half.said).toContain('Of TELL_EMAIL and TELL_FROM only one is there.')
    const whole = await run(MAIL)
    expect(whole.code, whole.said).toBe(0)
    expect(mails()).toEqual([{ type: 'send_email', name: 'MAIL', destination_address: MAIL.TELL_EMAIL }])
    expect(gateway().crons).toEqual([EVERY_FIVE])
    expect(await run()).toMatchObject({ code: 0, changes: [] })
  })

  it('refuses a webhook over which anybody may listen', async ({ expect }) => {
    const refused = await run({ TELL_URL: 'http://hooks.example.com/a-secret' })
    expect(refused).toMatchObject({ code: 1, changes: [] })
    expect(refused.said).toContain('TELL_URL must be an https address')
    expect(refused.said).not.toContain('a-secret')
  })
})
