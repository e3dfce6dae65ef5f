/** `npm run doctor` on whether the owner is told: what stands at Cloudflare, and a test from here. */

import { createHmac } from 'node:crypto'
import { describe, it } from 'vitest'
import { sendTest, tellingAt } from '../scripts/doctor/telling.ts'
import { startReceiver } from './receiver.ts'

const URL_SET = { secrets: new Set(['TELL_URL']), vars: {} }
const MAIL_SET = { secrets: new Set<string>(), vars: { TELL_EMAIL: 'me@example.com' } }
const mail = (to: string) => ({ bindings: [{ type: 'send_email', name: 'MAIL', destination_address: to }] })
const NONE = { bindings: [] }

describe('what stands at Cloudflare', () => {
  it.for([
    ['nobody is to be told', { secrets: new Set<string>(), vars: {} }, false, NONE, 'unseen'],
    ['a clock that rings for nobody', { secrets: new Set<string>(), vars: {} }, true, NONE, 'wrong'],
    ['a webhook, and the clock', URL_SET, true, NONE, 'well'],
    ['a webhook without the clock', URL_SET, false, NONE, 'wrong'],
    ['e-mail that is bound', MAIL_SET, true, mail('me@example.com'), 'well'],
    ['e-mail that is not', MAIL_SET, true, NONE, 'wrong'],
    ['e-mail to another', MAIL_SET, true, mail('you@example.com'), 'wrong'],
  ] as const)('with %s is told by its state', ([, settings, rings, gateway, state], { expect }) => {
    const finding = tellingAt({ settings, rings }, { bindings: [...gateway.bindings] })
    expect(finding.state).toBe(state)
    expect(finding.cure !== undefined).toBe(state === 'wrong')
  })
})

describe('a test from here', () => {
  it('is taken, or says why not, and never names the address', async ({ expect, onTestFinished }) => {
    const receiver = await startReceiver()
    onTestFinished(receiver.close)
    const TELL_SECRET = 'a secret of the tests that nobody guesses'
    const env = { TELL_URL: receiver.url, TELL_SECRET }
    expect(await sendTest(env)).toMatchObject({ state: 'well' })
    const [first] = receiver.received
    expect(first?.message.events).toMatchObject([{ event: 'test' }])
    expect(first?.headers['x-burrow-signature-256']).toBe(
      `sha256=${createHmac('sha256', TELL_SECRET)
        .update(first?.body ?? '')
        .digest('hex')}`
    )
    receiver.status = 404
    const refused = await sendTest(env)
    expect(refused).toMatchObject({ state: 'wrong', said: 'a test was sent, and it answers 404' })
    receiver.close()
    expect(await sendTest(env)).toMatchObject({ state: 'wrong', said: 'a test was sent, and nobody answers' })
    expect(await sendTest({})).toMatchObject({ state: 'unseen' })
    expect(await sendTest({ TELL_URL: 'http://hooks.example.com/a-secret' })).toMatchObject({
      state: 'wrong',
      said: expect.not.stringContaining('a-secret'),
    })
  })
})
