/** A body that is too long or broken off is refused, and is nobody's fault here. */

import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { BODY_BYTES } from '../protocol/limits.ts'
import type { App } from './app.ts'
import { wholeBody } from './body.ts'
import { unforeseen } from './refuse.ts'

const app = new Hono<App>()
  .use(wholeBody)
  .post('/length', async c => c.text(`${(await c.req.text()).length}`))
  .post('/bug', () => {
    throw new Error('a bug')
  })
  .onError(unforeseen)

let logged: MockInstance<typeof console.warn>
beforeEach(() => void (logged = vi.spyOn(console, 'warn').mockImplementation(() => {})))
afterEach(() => logged.mockRestore())

/** A body that comes in pieces and does not say how long it is; `end` is how it ends. */
const send = (bytes: number, end: 'whole' | 'broken', path = '/length') => {
  let left = bytes
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left > 0) controller.enqueue(new Uint8Array(Math.min(left, 50_000)).fill(120))
      else if (end === 'whole') controller.close()
      else controller.error(new Error('Network connection lost.'))
      left -= 50_000
    },
  })
  const init: unknown = { method: 'POST', body, duplex: 'half' }
  return app.request(path, init as RequestInit)
}

describe('a body', () => {
  it('of the greatest length is read, one byte more is not', async () => {
    expect(await (await send(BODY_BYTES, 'whole')).text()).toBe(`${BODY_BYTES}`)
    const response = await send(BODY_BYTES + 1, 'whole')
    expect([response.status, await response.json()]).toMatchObject([413, { code: 'too_large' }])
  })

  it.for([0, 10, 200_000])(
    'that breaks off after %i bytes is refused without a line in the log',
    async bytes => {
      const response = await send(bytes, 'broken')
      expect([response.status, await response.json()]).toMatchObject([400, { code: 'bad_request' }])
      expect(logged).not.toHaveBeenCalled()
    }
  )

  it('takes no bug behind it for a broken body', async () => {
    const response = await send(10, 'whole', '/bug')
    expect([response.status, await response.json()]).toMatchObject([500, { code: 'internal' }])
    expect(logged).toHaveBeenCalledOnce()
  })
})
