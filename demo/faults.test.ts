/** Each model of the adversary does what it is named for. */

import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'

import { refusals } from './adversary/refusals.ts'
import type { Heard } from './client.ts'
import { ask, assistant, user } from './client.ts'
import type { Demo } from './server.ts'
import { answerOf, startDemo } from './server.ts'

const messages = [user('Go wrong. silent=50 after=12 tokens=60')]

let demo: Demo

beforeAll(async () => {
  demo = await startDemo({ rate: 0, faults: true })
})
afterAll(() => demo.close())
beforeEach(() => void (demo.requests.length = 0))

const right = answerOf('fault-silent:1b', messages)
const well = (heard: Heard) => heard.lines.at(-1)?.done === true && heard.content === right

/** What is heard the first time: status, whether the connection broke, how many lines, and what is true of them. */
interface Case {
  status?: number
  broken?: boolean
  lines?: number
  holds?: (heard: Heard) => boolean | undefined
}

const partly = (heard: Heard) => right.startsWith(heard.content) && heard.content !== right
const error = (heard: Heard) => Boolean(heard.lines.at(-1)?.error)

const cases: Record<string, Case> = {
  'fault-silent': { holds: well },
  'fault-reset-early': { status: 0, broken: true, lines: 0 },
  'fault-refuse-once': { status: 0, broken: true, lines: 0 },
  'fault-empty': { lines: 0 },
  'fault-error-first': { lines: 1, holds: error },
  'fault-error-once': { lines: 1, holds: error },
  'fault-503-busy-once': { status: 503, lines: 1, holds: error },
  'fault-error-line': { lines: 13, holds: heard => error(heard) && partly(heard) },
  'fault-no-done': { lines: 12, holds: partly },
  'fault-reset': { broken: true, lines: 12, holds: heard => partly(heard) && !heard.text.endsWith('\n') },
  'fault-garbage-once': { lines: 61, holds: heard => well(heard) && heard.text.split('\n').length === 63 },
  'fault-garbage': { lines: 61, holds: heard => well(heard) && heard.text.split('\n').length === 64 },
  'fault-huge': { lines: 62, holds: heard => heard.text.split('\n').some(line => line.length > 2 ** 20) },
  'fault-repetition': { lines: 43, holds: error },
  'fault-cut-then-continue': { broken: true, lines: 20, holds: partly },
  'fault-runner-dies': { lines: 17, holds: error },
  'fault-split': { lines: 61, holds: well },
  'fault-final-content': {
    lines: 60,
    holds: heard => well(heard) && heard.lines.at(-1)?.message?.content !== '',
  },
  'fault-unknown': { lines: 61, holds: heard => well(heard) && heard.lines.at(-1)?.done_reason === 'tired' },
  'thinker-inline': {
    lines: 111,
    holds: ({ lines, content, thinking }) =>
      /^\n<think>\nPlan[^<]+\.<\/think>\n\nAnswer/.test(content) &&
      thinking === '' &&
      !lines.some(({ message }) => /<.*>/.test(message?.content ?? '')),
  },
  'thinker-alternating': {
    lines: 61,
    holds: ({ lines }) =>
      lines.filter((line, i) => line.message?.thinking && !lines[i - 1]?.message?.thinking).length > 2,
  },
}

describe('the adversary', () => {
  it.for(Object.entries(cases))(
    '%s',
    async ([name, { status = 200, broken = false, lines, holds }], { expect }) => {
      const heard = await ask(demo.url, { model: `${name}:1b`, messages })
      expect(heard).toMatchObject({ status, broken })
      if (lines !== undefined) expect(heard.lines).toHaveLength(lines)
      if (holds) expect(holds(heard), heard.text.slice(-500)).toBe(true)
      expect(demo.requests[0]?.ended).toBe(broken ? 'reset by fault' : 'finished')
    }
  )

  it.for(Object.entries(refusals))('%s', async ([name, { status, headers, body }], { expect }) => {
    const heard = await ask(demo.url, { model: `${name}:1b`, messages })
    expect(heard).toMatchObject({ status, text: body })
    for (const [header, value] of Object.entries(headers))
      expect(heard.headers.get(header)).toBe(String(value))
  })

  it.for(['fault-refuse-once', 'fault-error-once', 'fault-503-busy-once'])(
    '%s is well on the retry',
    async (name, { expect }) => {
      await ask(demo.url, { model: `${name}:1b`, messages })
      expect(well(await ask(demo.url, { model: `${name}:1b`, messages }))).toBe(true)
    }
  )

  it('fault-drifts writes something else each time, and goes on all the same', async ({ expect }) => {
    const model = 'fault-drifts:1b'
    const first = await ask(demo.url, { model, messages })
    const second = await ask(demo.url, { model, messages: [...messages, assistant(first.content)] })
    for (const { lines } of [first, second]) expect(lines).toHaveLength(61)
    expect(second.content).not.toBe(first.content)
  })

  it('fault-cut-then-continue goes on to the end from what was kept', async ({ expect }) => {
    const question = [user('tokens=60 cuts=2')]
    const model = 'fault-cut-then-continue:1b'
    let kept = ''
    for (const broken of [true, true, false]) {
      const prefill = kept ? [assistant(kept)] : []
      const heard = await ask(demo.url, { model, messages: [...question, ...prefill] })
      expect(heard.broken).toBe(broken)
      kept = broken ? (kept + heard.content).trimEnd() : kept + heard.content
    }
    expect(kept).toBe(answerOf(model, question))
  })

  it('fault-split splits characters, not only lines', async ({ expect }) => {
    const reads: string[] = []
    await ask(demo.url, { model: 'fault-split:1b', messages }, { onText: text => reads.push(text) })
    expect(reads.filter(text => !text.endsWith('\n')).length).toBeGreaterThan(60)
    expect(reads.join('')).not.toContain('\ufffd')
  })
})
