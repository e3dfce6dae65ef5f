/** What nobody foresaw: the owner reads what and where, nobody's words. */

import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { requestId } from 'hono/request-id'
import { afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest'
import { unforeseen } from './refuse.ts'

let logged: MockInstance<typeof console.warn>
beforeEach(() => void (logged = vi.spyOn(console, 'warn').mockImplementation(() => {})))
afterEach(() => logged.mockRestore())

const fail = (error: Error) =>
  new Hono()
    .use(requestId({ generator: () => 'r-1' }))
    .get('/chats/:chat', () => {
      throw error
    })
    .onError(unforeseen)
    .request('/chats/canary-chat')

it('an error is logged by its route, its innermost cause and its place, without what it was about', async () => {
  const query = 'Failed query: insert into chats\nparams: canary-title\n    at canary-frame'
  const response = await fail(new Error(query, { cause: new TypeError('no such table') }))
  const [[line]] = logged.mock.calls as [[string]]

  expect(await response.json()).toMatchObject({ code: 'internal', retryable: true })
  expect(JSON.parse(line)).toEqual({
    burrow: 'internal',
    request: 'r-1',
    path: '/chats/:chat',
    error: 'TypeError: no such table',
    at: expect.stringMatching(/^at .*refuse\.test\.ts:\d+:\d+/),
  })
  expect(line).not.toContain('canary')
})

it('a request that hono could not read is a refusal, and no line in the log', async () => {
  const response = await fail(new HTTPException(400, { message: 'Malformed' }))
  expect(await response.json()).toMatchObject({ code: 'bad_request' })
  expect(logged).not.toHaveBeenCalled()
})
