/** What of a visitor reaches the box, and what a visitor hears of it. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import type { ModelList, Status } from '../workers/protocol/nouns.ts'
import { asked, newMark, startSystem, type System, until } from './system.ts'
import { ask, type Visitor } from './visitor.ts'
import { watch } from './watch.ts'

let system: System
let visitor: Visitor
beforeAll(async () => {
  system = await startSystem()
  visitor = system.visitor()
  await visitor.chats()
})
afterAll(() => system.stop())

const namesOf = async (someone: Visitor) =>
  (await someone.get<ModelList>('/api/models')).models.map(({ name }) => name)
const status = () => visitor.get<Status>('/api/status')
/** The box is looked at once a second at most, so what has just changed is told a moment later. */
const isNow = (box: Status['box']) =>
  until(`the box is ${box}`, async () => {
    const told = await status()
    return told.box === box && told
  })

/** What a visitor may send that is not the box's affair. */
const PERSONAL = {
  referer: 'https://elsewhere.example/?secret',
  authorization: 'Bearer secret',
  'x-forwarded-for': '203.0.113.7',
  'cf-access-client-id': 'mine',
  'accept-language': 'tlh',
  'user-agent': 'a visitor',
  'x-request-id': 'of-a-visitor',
}

describe('[V2] the box', () => {
  it('is asked for models that run on it and can chat, never for others', async ({ expect }) => {
    const names = await namesOf(visitor)

    expect(names).toContain('scribe:8b')
    expect(names.filter(name => /-cloud$|embed/.test(name))).toEqual([])
    for (const model of ['gpt-oss:120b-cloud', 'nomic-embed-text:latest', 'nomic-embed-text', 'bench-fast']) {
      const mark = newMark()
      const refused = await visitor.chat().send(ask(model, mark))
      expect(refused.status).toBe(403)
      expect(await refused.json()).toMatchObject({ code: 'not_allowed', retryable: false })
      expect(asked(system.demo, mark)).toEqual([])
    }
    expect((await visitor.chats()).chats).toEqual([])
  })

  it('gets the messages, one option, and no header of the visitor', async ({ expect }) => {
    const mark = newMark()
    const first = ask('bench-fast:1b', `tokens=3 ${mark}`)
    const chat = visitor.chat()
    const { text } = await watch(await visitor.call('POST', `${chat.path}/turns`, first, PERSONAL))
    const second = ask('ponder:14b', `and then ${mark}`, { parent: first.turn, think: true })
    await watch(
      await visitor.call('POST', `${chat.path}/turns`, second, PERSONAL),
      ({ thinking }) => thinking !== ''
    )
    await chat.stop(second.turn)
    const requests = system.tap.asked.filter(({ body }) => body.includes(mark))
    const messages = [
      { role: 'user', content: first.text },
      { role: 'assistant', content: text },
      { role: 'user', content: second.text },
    ]
    const common = { stream: true, truncate: false, options: { num_predict: 16_384 } }

    expect(requests.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { model: first.model, messages: messages.slice(0, 1), ...common },
      { model: second.model, messages, think: true, ...common },
    ])
    for (const { headers } of requests) {
      const { host: _, 'content-length': __, 'cf-worker': ___, connection: ____, ...rest } = headers
      expect(rest).toEqual({
        accept: 'application/x-ndjson, application/json',
        'accept-encoding': 'identity',
        'content-type': 'application/json',
        'user-agent': expect.stringMatching(/^burrow\/\d/) as string,
        'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/) as string,
      })
    }
  })

  it('is asked for nothing but chat, tags, ps, show and version, whatever is called', async ({ expect }) => {
    const paths = [
      'tags',
      'pull',
      'generate',
      'delete',
      'create',
      'blobs/x',
      'chats/../pull',
      'models/%2e%2e/pull',
    ]
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const body = method === 'POST' ? { model: 'scribe:8b' } : undefined
        await (await visitor.call(method, `/api/${path}`, body)).text()
      }
    }
    await (await visitor.call('GET', '/api/status?path=/api/pull', undefined, PERSONAL)).text()
    const { asked: all } = system.tap
    const called = new Set(all.map(({ method, path }) => `${method} ${path}`))
    const known = ['POST /api/chat', 'GET /api/ps', 'POST /api/show', 'GET /api/tags', 'GET /api/version']

    expect([...called].toSorted()).toEqual(known.toSorted())
    expect(JSON.stringify(all.map(({ headers }) => headers))).not.toMatch(
      /secret|tlh|203\.0|cookie|a.visitor/
    )
  })
})

describe('the state of the box', () => {
  it('is that of a demo, offline while it is away, and ready once it is back', async ({ expect }) => {
    const before = await status()
    system.demo.switch({ down: true })
    const away = await isNow('offline')
    const mark = newMark()
    const { chat, turn, response } = await visitor.ask('bench-fast:1b', `tokens=2 ${mark}`)
    const failed = await watch(response)
    system.demo.switch({ down: false })
    await isNow('ready')
    const again = ask('bench-fast:1b', undefined, { parent: (await chat.open()).messages[0]?.id ?? null })
    const answered = await watch(await chat.send(again))

    expect(before).toMatchObject({ box: 'ready', demo: true, queue: 0 })
    expect(away).toMatchObject({ box: 'offline', problem: { code: 'host_unreachable' } })
    expect(failed.problem).toMatchObject({ code: 'host_unreachable', retryable: true })
    expect(answered.message?.status).toBe('done')
    expect((await chat.open()).messages).toMatchObject([
      { id: again.parent, status: 'done' },
      { id: again.turn, status: 'done', siblings: [turn, again.turn] },
    ])
  })

  it('[Q5] costs the box one call of each path in a second, however many ask', async ({ expect }) => {
    const before = system.tap.asked.length
    const since = Date.now()
    const all = await Promise.all(Array.from({ length: 1_000 }, () => status()))
    const seconds = (Date.now() - since) / 1_000
    const calls = Object.groupBy(system.tap.asked.slice(before), ({ path }) => path)

    expect(new Set(all.map(({ box }) => box))).toEqual(new Set(['ready']))
    expect(Object.keys(calls).toSorted()).toEqual(expect.arrayContaining(['/api/ps', '/api/version']))
    for (const [path, made = []] of Object.entries(calls))
      expect(made.length, path).toBeLessThanOrEqual(1 + seconds)
  })

  it('is known though the box does not say what it has loaded, and what it says is no secret', async ({
    expect,
  }) => {
    system.demo.switch({ psHangs: true, version: '0.12.6' })
    const { box, demo, version, ...rest } = await until('it is no demo', async () => {
      const told = await status()
      return !told.demo && told
    })
    system.demo.switch({ psHangs: false })

    expect({ box, demo }).toEqual({ box: 'ready', demo: false })
    expect(version).not.toBe('0.12.6')
    expect(Object.keys(rest).toSorted()).toEqual(['answering', 'loaded', 'oldestPage', 'queue'])
  })
})
