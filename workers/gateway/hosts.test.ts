/** Several hosts: which is asked for what, and what becomes of one that fails. */

import { describe, expect, it } from 'vitest'
import { ask, type Asking, inPretendedTime, MODEL, outcome, pass, world } from './testing/asking.ts'
import { answer, envOf, html, json, type Table, tagsOf } from './testing/fake-box.ts'

inPretendedTime()

const chats = (name: string, digest = name) => ({ name, digest, capabilities: ['completion'] })

/** Two hosts with these models, of which the first is preferred. */
function two(first: Table, second: Table) {
  const table = (more: Table): Table => ({
    '/api/tags': () => tagsOf(chats(MODEL)),
    '/api/version': () => json({ version: '0.33.0' }),
    ...more,
  })
  const [a, b] = [world(table(first)), world(table(second))]
  const env = { OLLAMA_URL: `${a.url}, ${b.url}` }
  a.loaded = b.loaded = []
  return { a, b, env, ask: (request = {}) => ask(a, request, env), desk: envOf(a, env).BOX.getByName() }
}

/** Sends it, and ends its answer. */
async function over(asking: Asking): Promise<string> {
  const how = await outcome(asking)
  const completion = await asking.end
  if (completion.ok) completion.over()
  await Promise.all(asking.behind)
  return how
}

const counts = (...boxes: { at(path: string): unknown[] }[]) => boxes.map(box => box.at('/api/chat').length)

describe('of several hosts', () => {
  it('the one is asked that has the model, and all that any of them has is offered', async () => {
    const { a, b, ask: send, desk } = two({}, { '/api/tags': () => tagsOf(chats(MODEL), chats('other:1b')) })
    expect(await over(send({ model: 'other:1b' }))).toBe('answer')
    await pass(2)

    expect(counts(a, b)).toEqual([0, 1])
    expect(await desk.models()).toMatchObject({ value: { models: [{ name: MODEL }, { name: 'other:1b' }] } })
    expect(await desk.now()).toMatchObject({ code: null })
  })

  it('the one is asked that has the model in memory', async () => {
    const { a, b, ask: send, desk } = two({}, {})
    b.loaded = [{ name: MODEL, digest: MODEL }]
    await desk.now()
    await over(send())

    expect(counts(a, b)).toEqual([0, 1])
  })

  it('the free one is asked while the other answers', async () => {
    const { a, b, ask: send } = two({}, {})
    const first = send()
    await first.end
    await over(send())
    expect(counts(a, b)).toEqual([1, 1])
    await over(first)
    await over(send())

    expect(counts(a, b)).toEqual([2, 1])
  })

  it('[T9] one that cannot be reached is left out, with nothing asked twice, until it is well again', async () => {
    const { a, b, ask: send, desk } = two({ '/api/chat': () => html(530) }, {})
    expect(await over(send())).toBe('answer')
    expect(counts(a, b)).toEqual([1, 1])
    a.table['/api/version'] = () => html(530)
    await pass(1)
    expect(await over(send())).toBe('answer')
    expect(counts(a, b)).toEqual([1, 2])
    expect(await desk.now()).toMatchObject({ code: null })
    Object.assign(a.table, { '/api/chat': () => answer(), '/api/version': () => json({ version: '0.33.0' }) })
    await pass(60)
    await desk.now()
    await over(send())

    expect(counts(a, b)).toEqual([2, 2])
  })

  it('each is asked once where none can be reached, and the fault of the last stands', async () => {
    const { a, b, ask: send } = two({ '/api/chat': () => html(530) }, { '/api/chat': () => html(530) })

    expect(await over(send({ again: true }))).toBe('host_offline')
    expect(counts(a, b)).toEqual([1, 1])
  })

  it('what only one has that is left out is still its own, and the fault is told', async () => {
    const { a, b, ask: send, desk } = two({ '/api/tags': () => tagsOf(chats('rare:1b')) }, {})
    expect(await over(send({ model: 'rare:1b' }))).toBe('answer')
    Object.assign(a.table, { '/api/chat': () => html(530), '/api/version': () => html(530) })
    for (const _ of [1, 2]) {
      expect(await over(send({ model: 'rare:1b', again: true }))).toBe('host_offline')
      expect(await desk.admit({ turn: 'new', model: 'rare:1b' }, 'somebody')).toMatchObject({
        value: { offered: true },
      })
    }
    expect(await desk.admit({ turn: 'new', model: 'never:1b' }, 'somebody')).toMatchObject({
      problem: { code: 'not_allowed' },
    })
    expect(await desk.models()).toMatchObject({ value: { models: [{ name: MODEL }] } })
    expect(counts(a, b)).toEqual([3, 0])
  })

  it('[V2] none is asked for what the owner does not name, though one cannot say what it has', async () => {
    const { a, b, env } = two({ '/api/tags': () => html(530) }, {})
    const owners = { ...env, MODELS: MODEL }
    const desk = envOf(a, owners).BOX.getByName()

    expect(await desk.admit({ turn: 'new', model: 'private:70b' }, 'somebody')).toMatchObject({
      problem: { code: 'not_allowed' },
    })
    expect(await over(ask(a, { model: 'private:70b' }, owners))).toBe('not_allowed')
    expect(await over(ask(a, {}, owners))).toBe('answer')
    expect(counts(a, b)).toEqual([0, 1])
  })

  it('[T8] an answer is gone on with by the same weights and template, and by no others', async () => {
    const open = (more = {}): Table => ({
      '/api/chat': ({ body }) =>
        body['_debug_render_only'] === true
          ? json({ _debug_info: { rendered_template: 'BURROWPREFILL' } })
          : answer(),
      ...more,
    })
    const { a, b, ask: send } = two(open(), open({ '/api/tags': () => tagsOf(chats(MODEL, 'same')) }))

    expect(await over(send({ prefill: 'half', again: true, digest: 'same' }))).toBe('answer')
    expect([a, b].map(box => box.at('/api/chat').length > 0)).toEqual([false, true])
    await pass(2)
    expect(await over(send({ prefill: 'half', again: true, digest: 'gone' }))).toBe('no_continuation')
    await pass(2)
    expect(await over(send({ prefill: 'half', again: true }))).toBe('answer')
  })

  it('all being away is told by the fault of the first, and one that answers is enough', async () => {
    const away = { '/api/version': () => html(530), '/api/tags': () => html(530) }
    const none = two(away, {})
    expect(await none.desk.health()).toBeNull()
    none.b.table = {}
    await pass(2)

    expect(await none.desk.health()).toBe('host_unreachable')
    await pass(2)
    expect(await none.desk.health()).toBe('host_offline')
    expect(await none.desk.now()).toMatchObject({ version: null, code: 'host_offline' })
  })
})
