/** `GET /api/live` through every room, from the Pages Worker to the feed and back. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { openFeed } from './feeds.ts'
import { startSystem, type System, until } from './system.ts'
import { watch } from './watch.ts'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system.stop())

describe('the feed', () => {
  it('[L1] tells what changes in a chat, begun in another tab, and answers a ping', async ({ expect }) => {
    const visitor = system.visitor()
    await visitor.chats()
    const { socket, heard, opened } = openFeed(system, visitor)
    expect(await opened).toBe(true)
    const { chat, turn, response } = await visitor.ask('bench-50:1b', 'tokens=20 of moles')
    await watch(response)
    await chat.rename('Moles')
    await chat.delete()
    socket.send('ping')
    await until('everything was told', () => heard.length >= 5)
    socket.close()

    expect(heard).toContain('pong')
    expect(heard.filter(event => event !== 'pong')).toMatchObject([
      { type: 'turn', turn, status: 'running', chat: { id: chat.id, title: 'tokens=20 of moles' } },
      { type: 'turn', turn, status: 'done' },
      { type: 'renamed', id: chat.id, title: 'Moles' },
      { type: 'deleted', id: chat.id },
    ])
  })

  it('[V1] is not opened for the page of another site, whatever cookie comes along', async ({ expect }) => {
    const visitor = system.visitor()
    await visitor.chats()
    for (const Origin of ['https://elsewhere.example', 'null', 'http://localhost:1']) {
      expect(await openFeed(system, visitor, { Origin }).opened).toBe(false)
    }
    expect(await openFeed(system, visitor, {}).opened).toBe(false)
  })

  it('is opened for nobody who has no cookie yet: there is nothing that could change', async ({ expect }) => {
    const newcomer = system.visitor()
    expect(await openFeed(system, newcomer).opened).toBe(false)
    await newcomer.chats()
    const { opened, socket } = openFeed(system, newcomer)
    expect(await opened).toBe(true)
    socket.close()
  })

  it('says what it is to a request that is none', async ({ expect }) => {
    const response = await system.visitor().call('GET', '/api/live')
    expect(response.status).toBe(426)
    expect(await response.json()).toMatchObject({ code: 'not_a_socket', retryable: false })
  })
})
