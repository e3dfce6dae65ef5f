/** The visitor's own chats over real HTTP: listed in pages, renamed, stopped, deleted. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { PAGE_CHATS } from '../workers/protocol/limits.ts'
import { asked, newMark, startSystem, type System, until } from './system.ts'
import { ask, settled, Visitor } from './visitor.ts'
import { begun, watch, Watched } from './watch.ts'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system.stop())

describe('the list of chats', () => {
  it('comes in pages without gap or repeat, also while a new chat begins', async ({ expect }) => {
    const owner = system.visitor()
    await owner.chats()
    const begin = async (n: number) => {
      const { chat, response } = await owner.ask('bench-fast:1b', `tokens=1 chat ${n}`)
      await watch(response)
      return chat.id
    }
    const ids: string[] = []
    // No more of one visitor's at once: one runs, and two wait, of which one may be of the pair before.
    for (let n = 0; n < PAGE_CHATS + 5; n += 2) ids.push(...(await Promise.all([begin(n), begin(n + 1)])))
    const first = await owner.chats()
    const late = await begin(ids.length)
    const second = await owner.chats(first.cursor ?? '')
    const seen = [...first.chats, ...second.chats]

    expect(first.chats).toHaveLength(PAGE_CHATS)
    expect(second.cursor).toBeNull()
    expect(seen.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    expect(seen.map(({ updatedAt }) => updatedAt)).toEqual(
      seen.map(({ updatedAt }) => updatedAt).toSorted((a, b) => b - a)
    )
    expect((await owner.chats()).chats[0]).toMatchObject({ id: late, title: `tokens=1 chat ${ids.length}` })
  })
})

describe('a chat', () => {
  it('is renamed, and keeps its name through the turn that is running', async ({ expect }) => {
    const { owner, chat, turn } = await settled(system.visitor())
    const question = ask('bench-50:1b', `tokens=30 ${newMark()}`, { parent: turn })
    const running = await chat.send(question)
    const renamed = await chat.rename('  Tides  ')
    await watch(running)

    expect(renamed).toMatchObject({ id: chat.id, title: 'Tides' })
    expect((await chat.open()).chat.title).toBe('Tides')
    expect((await owner.chats()).chats).toMatchObject([{ id: chat.id, title: 'Tides' }])
  })

  it('can be renamed from its first moment, before it is in any list', async ({ expect }) => {
    const owner = system.visitor()
    await owner.chats()
    const { chat, response } = await owner.ask('bench-50:1b', `tokens=20 ${newMark()}`)
    const renamed = await owner.call('PATCH', chat.path, { title: 'Early' })
    await watch(response)

    expect(renamed.status).toBe(200)
    expect((await chat.open()).chat.title).toBe('Early')
  })

  it('is deleted for good, with the answer that is being written in it', async ({ expect }) => {
    const { owner, chat, turn } = await settled(system.visitor())
    const mark = newMark()
    const running = await chat.send(ask('slow:1b', mark, { parent: turn }))
    await watch(running, begun)
    const deleted = await chat.delete()
    const [upstream] = asked(system.demo, mark)
    await until('the upstream is closed', () => upstream?.ended, 1_000)

    expect(deleted.status).toBe(204)
    expect(upstream?.ended).toBe('closed by client')
    expect((await owner.chats()).chats).toEqual([])
    expect((await owner.call('GET', chat.path)).status).toBe(404)
    expect((await chat.attach(turn)).status).toBe(404)
    expect((await chat.delete()).status).toBe(404)
  })

  it('[T5] stops from another tab: the upstream closes within a second, what had come is kept', async ({
    expect,
  }) => {
    const { owner } = await settled(system.visitor())
    const mark = newMark()
    const { chat, turn, response } = await owner.ask('slow:1b', mark)
    const here = new Watched()
    const watched = watch(response, undefined, here)
    await until('the answer has begun', () => begun(here))
    const at = Date.now()
    const { status } = await new Visitor(system.url, owner.cookie).chat(chat.id).stop(turn)
    const { text, message } = await watched
    const [upstream] = asked(system.demo, mark)
    await until('the upstream is closed', () => upstream?.ended, 1_000)

    expect(status).toBe(204)
    expect((upstream?.endedAt ?? 0) - at).toBeLessThan(1_000)
    expect(upstream?.ended).toBe('closed by client')
    expect(message).toMatchObject({ status: 'stopped', text })
    expect(upstream?.content.startsWith(text)).toBe(true)
    expect((await chat.open()).messages.at(-1)).toEqual(message)
  })
})
