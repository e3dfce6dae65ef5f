/** Burrow as processes: how it starts and ends, what its owner may set, what lives through the death of its runtime. */

import { describe, it } from 'vitest'
import { benchAnswer, startDemo } from '../demo/server.ts'
import { isFree } from '../scripts/ports.ts'
import type { ModelList, Status } from '../workers/protocol/nouns.ts'
import { type Copy, copyProject } from './copy.ts'
import { alive, below, kill, start, type Started } from './processes.ts'
import { asked, freePort, newMark, startSystem, until } from './system.ts'
import { ask, settled, Visitor } from './visitor.ts'
import { watch } from './watch.ts'

/** Milliseconds for all of it to leave. */
const LEAVE_MS = 8_000

/** Long enough to be killed in the middle: six seconds of `bench-50:1b`. */
const TOKENS = 300

const burrow = (copy: Copy, env: Record<string, string>, args?: string[]): Started =>
  start(copy.at('scripts', 'start.ts'), copy.at(), env, args)

describe.concurrent('npm start', { timeout: 120_000 }, () => {
  it('says where it is and who answers, keeps the chats, and leaves nothing when it ends', async ({
    expect,
    onTestFinished,
    skip,
  }) => {
    skip(!(await isFree(11_434)), 'an Ollama is here')
    const copy = await copyProject()
    onTestFinished(copy.remove)
    const [port, ollamaPort] = [await freePort(), await freePort()]
    const url = `http://127.0.0.1:${port}`

    // No Ollama: the demo stands in. A second start in the same place is refused.
    const env = { PORT: `${port}`, OLLAMA_URL: '' }
    const first = burrow(copy, env)
    const said = await first.says('Ctrl-C ends it.')
    expect(said).toContain(`Burrow is at http://localhost:${port}\n`)
    expect(said).toContain('No Ollama answers at http://127.0.0.1:11434, so a demo stands in for it.')
    const rival = burrow(copy, env)
    expect(await rival.ended).toBe(1)
    expect(rival.said()).toContain(`Port ${port} is in use by another program.`)
    const visitor = new Visitor(url)
    expect(await visitor.get<Status>('/api/status')).toMatchObject({ box: 'ready', demo: true })
    expect(await (await fetch(url)).text()).toContain('<title>Burrow</title>')
    await visitor.chats()
    const { chat, turn, response } = await visitor.ask('replay:135m', 'Keep this')
    await watch(response, ({ text }) => text.length > 10)
    await (await chat.stop(turn)).text()
    const kept = await until('the answer is kept', async () => {
      const { messages } = await chat.open()
      return messages[1]?.status === 'stopped' && messages
    })
    const started = [first.pid, ...below(first.pid)]
    expect(started.length).toBeGreaterThan(3)
    expect(below(first.pid, /workerd/)).toHaveLength(1)
    expect(below(first.pid, /esbuild/)).toEqual([])
    first.signal('SIGINT')
    expect(await first.ended).toBe(0)
    await until('all of it has gone', () => alive(started).length === 0, LEAVE_MS)

    // An Ollama is here now, behind a password that holds a comma, and a Worker of the owner's own; the chats are where
    // they were.
    const ollama = await startDemo({ bench: true, port: ollamaPort })
    onTestFinished(ollama.close)
    ollama.switch({ version: '0.33.0' })
    const hosts = [{ url: `me:hu,sh@127.0.0.1:${ollamaPort}/v1/`, slots: 2 }]
    const named = { ...env, OLLAMA_HOSTS: `'${JSON.stringify(hosts)}'` }
    const second = burrow(copy, named, ['--beside', 'docs/example'])
    const saidAgain = await second.says('Ctrl-C ends it.')
    expect(saidAgain).toContain(`It talks to the Ollama at http://127.0.0.1:${ollamaPort}\n`)
    const [, beside = ''] = /docs\/example is at (http:\S+)/.exec(saidAgain) ?? []
    expect((await fetch(beside)).status).toBe(401)
    expect(await visitor.get<Status>('/api/status')).toMatchObject({ box: 'ready', demo: false })
    expect((await chat.open()).messages).toEqual(kept)
    const { owner } = await settled(new Visitor(url, visitor.cookie))
    expect((await owner.chats()).chats).toHaveLength(2)
    const all = [second.pid, ...below(second.pid)]
    second.signal('SIGTERM')
    expect(await second.ended).toBe(0)
    await until('all of it has gone', () => alive(all).length === 0, LEAVE_MS)
  })

  it('[T4] [T8] an answer outlives its runtime, with no tab open: it goes on by itself, exact to the end', async ({
    expect,
    onTestFinished,
  }) => {
    const system = await startSystem()
    onTestFinished(system.stop)
    const visitor = system.visitor()
    await visitor.chats()
    const question = `${newMark()} tokens=${TOKENS}`
    const { chat, response } = await visitor.ask('bench-50:1b', question)
    const { text } = await watch(response, so => so.text.length > 500)
    kill(below(system.burrow.pid, /workerd/))
    const first = asked(system.demo, question)[0]
    await until('the upstream is closed', () => first?.ended, 1_000)

    // Nobody looks at the chat: only the session's own alarm can wake it.
    await until('the box is asked to go on', () => asked(system.demo, question)[1], 60_000)
    await until('the answer is whole', () => asked(system.demo, question)[1]?.ended === 'finished', 20_000)
    await system.restart()
    const { messages } = await until('it is in history', async () => {
      const open = await chat.open()
      return open.running === null && open
    })
    const whole = benchAnswer(question)
    const perSecond = (whole.length / TOKENS) * 50
    expect(messages[1]).toMatchObject({ status: 'done', text: whole })
    expect(whole.startsWith(text)).toBe(true)
    expect(text.length - (messages[1]?.seams?.[0] ?? 0)).toBeLessThan(1.2 * perSecond)
  })

  it('[T6] [T8] an answer streams through ten deployments, and its viewer has all of it, once', async ({
    expect,
    onTestFinished,
  }) => {
    const system = await startSystem()
    onTestFinished(system.stop)
    const visitor = system.visitor()
    await visitor.chats()
    const question = `${newMark()} tokens=${2 * TOKENS}`
    const { chat, turn, response } = await visitor.ask('bench-50:1b', question)
    let seen = await watch(response, so => so.text.length > 100)
    for (let n = 0; n < 10; n += 1) {
      // Harsher than a deployment: both Workers and all objects end at once, and what runs is started anew.
      await system.restart()
      const { length } = seen.text
      seen = await watch(await chat.attach(turn, seen.at), so => so.text.length > length + 25, seen)
    }
    const { text, message } = await watch(await chat.attach(turn, seen.at), undefined, seen)

    expect(message).toMatchObject({ status: 'done', text: benchAnswer(question) })
    expect(text).toBe(benchAnswer(question))
  })
})

describe.concurrent('an owner', { timeout: 120_000 }, () => {
  it('[V2] restricts the models by MODELS, and starts an Ollama later without a restart', async ({
    expect,
    onTestFinished,
  }) => {
    const port = await freePort()
    const other = await startSystem({
      vars: { MODELS: 'bench-fast:1b, nomic-embed-text, gpt-oss:120b-cloud,gone:1b' },
      before: [`http://127.0.0.1:${port}`],
    })
    onTestFinished(other.stop)
    const someone = other.visitor()
    const { models } = await someone.get<ModelList>('/api/models')
    expect(models.map(({ name }) => name)).toEqual(['bench-fast:1b'])
    const mark = newMark()
    const refused = await someone.chat().send(ask('scribe:8b', mark))
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'not_allowed' }])
    expect(asked(other.demo, mark)).toEqual([])

    const ollama = await startDemo({ bench: true, port })
    ollama.switch({ version: '0.33.0' })
    await until('the Ollama is found', async () => !(await someone.get<Status>('/api/status')).demo)
    const { response } = await someone.ask('bench-fast:1b', `tokens=2 ${mark}`)
    const { message } = await watch(response)
    await ollama.close()
    await until('the demo stands in again', async () => (await someone.get<Status>('/api/status')).demo)

    expect(message?.status).toBe('done')
    expect(asked(ollama, mark)).toHaveLength(1)
    expect(asked(other.demo, mark)).toEqual([])
  })
})
