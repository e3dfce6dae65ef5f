/** A body that is too long or broken off is refused, and is nobody's fault here. */

import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { BODY_BYTES, CHANGE_BYTES, NO_BODY_BYTES } from '../protocol/limits.ts'
import type { App } from './app.ts'
import { wholeBody } from './body.ts'
import { unforeseen } from './refuse.ts'

const ASK = 'POST /api/chats/c/turns'

const app = new Hono<App>()
  .use(wholeBody)
  .delete('/api/chats/bug/turns/t', () => {
    throw new Error('a bug')
  })
  .all('*', async c => c.text(`${(await c.req.text()).length}`))
  .onError(unforeseen)

let logged: MockInstance<typeof console.warn>
beforeEach(() => void (logged = vi.spyOn(console, 'warn').mockImplementation(() => {})))
afterEach(() => logged.mockRestore())

/** A body that comes in pieces and does not say how long it is; `end` is how it ends. */
const send = (bytes: number, end: 'whole' | 'broken', route: string = ASK) => {
  let left = bytes
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left > 0) controller.enqueue(new Uint8Array(Math.min(left, 50_000)).fill(120))
      else if (end === 'whole') controller.close()
      else controller.error(new Error('Network connection lost.'))
      left -= 50_000
    },
  })
  const [method, path = ''] = route.split(' ')
  const init: unknown = { method, body, duplex: 'half' }
  return app.request(path, init as RequestInit)
}

describe('a body', () => {
  it.for([
    [ASK, BODY_BYTES],
    ['PATCH /api/chats/c', CHANGE_BYTES],
    ['DELETE /api/chats/c', NO_BODY_BYTES],
    ['POST /api/chats/c', NO_BODY_BYTES],
    ['POST /api/chats/c/turns/', NO_BODY_BYTES],
    ['PUT /api/chats/c/turns', NO_BODY_BYTES],
    ['POST /api/nothing', NO_BODY_BYTES],
  ] as const)('of %s is read up to %i bytes, and not one more', async ([route, most]) => {
    expect(await (await send(most, 'whole', route)).text()).toBe(`${most}`)
    const response = await send(most + 1, 'whole', route)
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
    const response = await send(10, 'whole', 'DELETE /api/chats/bug/turns/t')
    expect([response.status, await response.json()]).toMatchObject([500, { code: 'internal' }])
    expect(logged).toHaveBeenCalledOnce()
  })
})
