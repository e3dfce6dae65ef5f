/** A Burrow behind Cloudflare Access: each sees their own chats, wherever they come from, and nobody comes past it. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { AUDIENCE } from '../workers/gateway/testing/access.ts'
import type { Me } from '../workers/protocol/me.ts'
import { startSystem, type System } from './system.ts'
import { startTeam } from './team.ts'
import { Visitor } from './visitor.ts'

let system: System
let access: Awaited<ReturnType<typeof startTeam>>
beforeAll(async () => {
  access = await startTeam()
  system = await startSystem({
    vars: { ACCESS_TEAM: access.team.url, ACCESS_AUD: AUDIENCE, OWNERS: 'me@example.com' },
  })
})
afterAll(async () => {
  await system?.stop()
  await access?.close()
})

/** Somebody whom Access has let in, on a browser that has never been here. */
class LetIn extends Visitor {
  readonly #token: string
  constructor(token: string) {
    super(system.url)
    this.#token = token
  }
  override call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return super.call(method, path, body, { ...headers, 'Cf-Access-Jwt-Assertion': this.#token })
  }
}

const letIn = async (sub: string) => new LetIn(await access.team.token({ sub, email: `${sub}@example.com` }))

describe.concurrent('behind Access', () => {
  it('[V1] each finds their own chats on every device, and nobody else does', async ({ expect }) => {
    const ada = await letIn('ada')
    const { chat, response } = await ada.ask('bench-fast:1b', 'tokens=3')
    await response.text()
    const [again, bob] = await Promise.all([letIn('ada'), letIn('bob')])

    expect((await again.chats()).chats).toMatchObject([{ id: chat.id }])
    expect((await again.chat(chat.id).open()).messages).toHaveLength(2)
    expect((await bob.chats()).chats).toEqual([])
    expect((await bob.call('GET', chat.path)).status).toBe(404)
    expect((await bob.call('GET', '/api/owner')).status).toBe(404)
  })

  it('[O4] whoever OWNERS names is an owner, and nobody else whom it lets in', async ({ expect }) => {
    const [me, dan] = await Promise.all([letIn('me'), letIn('dan')])
    expect(await me.get<Me>('/api/me')).toMatchObject({ known: 'access', isOwner: true })
    expect(await dan.get<Me>('/api/me')).toMatchObject({ isOwner: false })
    const [mine, theirs] = await Promise.all([me, dan].map(one => one.call('GET', '/api/owner')))
    expect([mine?.status, theirs?.status]).toEqual([200, 404])
    expect((await dan.call('PATCH', '/api/owner', { welcome: 'evil' })).status).toBe(404)
  })

  it('nobody whom it has not let in is answered anything', async ({ expect }) => {
    const { chat } = await (await letIn('eva')).ask('bench-fast:1b', 'tokens=3')
    const stranger = system.visitor()
    for (const path of ['/api/status', '/api/models', '/api/chats', chat.path, '/api/owner']) {
      const response = await stranger.call('GET', path)
      expect([path, response.status]).toEqual([path, 401])
      expect(await response.json()).toMatchObject({ code: 'not_signed_in' })
    }
  })
})
