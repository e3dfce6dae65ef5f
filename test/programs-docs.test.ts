/** What `docs/programs.md` shows runs as it stands there. */

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { parse } from 'yaml'
import { at } from '../scripts/paths.ts'
import { all, openai, programs, says } from './programs.ts'
import { startSystem, type System } from './system.ts'

const run = promisify(execFile)

const MODEL = 'bench-fast:1b'

const page = readFileSync(at('docs', 'programs.md'), 'utf8')
const blocks = [...page.matchAll(/```(\w+)\n(.*?)```/gs)].map(([, kind = '', text = '']) => ({ kind, text }))
const scripts = blocks.filter(({ kind }) => kind === 'js')
const [shell] = blocks.filter(({ kind }) => kind === 'sh')
const [editor] = blocks.filter(({ kind }) => kind === 'yaml')

let system: System
let they: Awaited<ReturnType<typeof programs>>
/** Inside of the project, so that a script finds the packages. */
let folder: string
beforeAll(async () => {
  ;[system, folder] = await Promise.all([startSystem(), mkdtemp(at('.cache', 'programs-'))])
  they = await programs(system)
})
afterAll(async () => {
  await Promise.all([system.stop(), rm(folder, { recursive: true })])
})

describe('the page on other programs', () => {
  it.for(scripts.map(({ text }, n) => [text.split('\n', 1)[0] ?? '', n] as const))(
    'has a script that is answered: %s',
    async ([, n], { expect }) => {
      const script = join(folder, `${n}.mjs`)
      await writeFile(script, scripts[n]?.text ?? '')
      const env = {
        PATH: process.env.PATH,
        MODEL,
        OPENAI_API_KEY: they.made.key,
        OPENAI_BASE_URL: `${system.url}/api/openai/v1`,
        BURROW_KEY: they.made.key,
        BURROW_URL: `${system.url}/api/ollama`,
      }
      const { stdout } = await run(process.execPath, [script], { env })
      expect(stdout.length).toBeGreaterThan(50)
    }
  )

  it('has a command that asks what Burrow takes', async ({ expect }) => {
    const [, body = ''] = /-d '(.*)'/.exec(shell?.text ?? '') ?? []
    const response = await fetch(`${system.url}/api/openai/v1/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${they.made.key}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: body.replace('qwen3:14b', MODEL),
    })

    expect(await response.text()).toMatch(/^data: .*data: \[DONE\]\n\n$/s)
  })

  it('has an editor’s settings, with which what that editor sends is answered', async ({ expect }) => {
    const { models } = parse(editor?.text ?? '') as { models: { apiBase: string; provider: string }[] }
    expect(models).toMatchObject([{ provider: 'openai', apiBase: 'https://chat.example.com/api/openai/v1' }])
    // As Continue asks: https://github.com/continuedev/continue/blob/main/core/llm/openaiTypeConverters.ts
    const stream = await openai(system, they.made.key).chat.completions.create({
      model: MODEL,
      messages: [{ role: 'system', content: 'You are an editor.' }, ...says('tokens=5')],
      max_tokens: 2_048,
      temperature: 0.01,
      top_p: 1,
      frequency_penalty: 0,
      presence_penalty: 0,
      stream: true,
      stop: Array.from({ length: 12 }, (_, n) => `</end ${n}>`),
      stream_options: { include_usage: true },
    })

    expect((await all(stream)).length).toBeGreaterThan(3)
  })
})
