/** Every way in which a box goes wrong: how the turn ends, what is kept, how often the box is asked. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchDeltas } from '../demo/showroom/bench.ts'
import { contentOf } from '../demo/stand-in/delta.ts'
import type { MessageStatus } from '../workers/protocol/nouns.ts'
import { problem, type ProblemCode } from '../workers/protocol/problems.ts'
import { asked, newMark, startSystem, type System, until } from './system.ts'
import { watch } from './watch.ts'

interface Row {
  model: string
  status: MessageStatus
  code?: ProblemCode
  /** How often the box is asked. */
  requests: number
  /** Tokens of the answer that are kept, or the text itself; all of it where nothing stands here. */
  kept?: number | string
  /** Numbers for the adversary. */
  numbers?: string
}

/** Tokens of an answer, and of what comes before a fault in its middle. */
const TOKENS = 90
const AFTER = 12

/** Further tries of an answer that was cut. */
const TRIES = 2

const deltas = (question: string) => benchDeltas(question, TOKENS)
/** Refused before the first token: nothing is kept, and the box is asked a second time at most. */
const failed = (model: string, code: ProblemCode, requests: 1 | 2, numbers = ''): Row => {
  return { model, status: 'failed', code, requests, numbers, kept: 0 }
}

/** Given up in the middle: what had arrived is kept. */
const cut = (model: string, code: ProblemCode, requests: number, kept: number | string = AFTER): Row => {
  return { model, status: 'interrupted', code, requests, kept }
}

/** Cut behind its last token each time that it is resumed: no try brings anything, and at last none is made. */
const tired = (model: string, code: ProblemCode): Row => ({
  model,
  status: 'interrupted',
  code,
  requests: 1 + TRIES,
  kept: 'all tries',
  numbers: `tokens=${AFTER}`,
})

/** Good in the end. */
const done = (model: string, requests = 1, numbers = ''): Row => ({
  model,
  status: 'done',
  requests,
  numbers,
})

const BEFORE: Row[] = [
  failed('fault-hang', 'waited_too_long', 2),
  failed('fault-reset-early', 'host_unreachable', 2),
  failed('fault-empty', 'incomplete', 2),
  failed('fault-error-first', 'model_failed', 2),
  failed('fault-garbage', 'unreadable', 1, 'after=0'),
  failed('fault-huge', 'unreadable', 1, 'after=0'),
  failed('fault-html', 'upstream_auth', 1),
  failed('fault-301', 'misconfigured', 1),
  failed('fault-302', 'upstream_auth', 1),
  failed('fault-401', 'upstream_auth', 1),
  failed('fault-401-cloud', 'not_allowed', 1),
  failed('fault-403', 'upstream_auth', 1),
  failed('fault-403-empty', 'misconfigured', 1),
  failed('fault-404', 'misconfigured', 1),
  failed('fault-404-json', 'model_missing', 1),
  failed('fault-400-thinking', 'unsupported', 1),
  failed('fault-400-long', 'too_long', 1),
  failed('fault-429', 'upstream_auth', 1),
  failed('fault-500-oom', 'model_failed', 1),
  failed('fault-500-runner', 'model_failed', 2),
  failed('fault-502', 'host_refused', 2),
  failed('fault-503-busy', 'busy', 2),
  failed('fault-520', 'host_unreachable', 2),
  failed('fault-524', 'host_unreachable', 2),
  failed('fault-530', 'host_offline', 1),
]

const BETWEEN: Row[] = [
  tired('fault-error-line', 'model_failed'),
  tired('fault-reset', 'interrupted'),
  // What goes on with it is silent from the beginning, and waited for as long as the box is for any question.
  tired('fault-stall', 'waited_too_long'),
  cut('fault-no-done', 'incomplete', 1),
  cut('fault-garbage', 'unreadable', 1),
  cut('fault-huge', 'unreadable', 1),
  cut('fault-repetition', 'repetition', 1, ' burrow'.repeat(30)),
]

const PASSING: Row[] = [
  done('fault-cut-then-continue', 2),
  done('fault-cut-then-continue', 3, 'cuts=2'),
  done('fault-silent', 1, 'silent=500'),
  done('fault-refuse-once', 2),
  done('fault-error-once', 2),
  done('fault-503-busy-once', 2),
  done('fault-garbage-once'),
  done('fault-split'),
  done('fault-final-content'),
  done('fault-unknown'),
]

/** Words that only the box, the Tunnel or Access say: for the owner's log, never for a visitor. */
const BOXES =
  /llama-|cuda|model runner|unexpected EOF|repeat limit|example\.com|cloudflareaccess|n_ctx|signin|1033|cf-ray/i

let system: System
beforeAll(async () => {
  const RETRY_SECONDS = Array.from({ length: TRIES }, () => '0.3').join(',')
  system = await startSystem({
    vars: { LET_GO_SECONDS: '6', WAIT_SECONDS: '12', STALL_SECONDS: '1.5', RETRY_SECONDS },
  })
})
afterAll(() => system.stop())

const nameOf = ({ model, status, code, requests, numbers = '' }: Row) =>
  `${[model, numbers].join(' ').trim()} ends ${[status, code].filter(Boolean).join(' with ')}, asked ${requests}×`

/** Whose answer has a word where the fault comes: white space there is said again by what goes on, which then is heard. */
function newFaultyQuestion(numbers: string): string {
  const question = `${newMark()} ${numbers} tokens=${TOKENS} rate=100`
  return /\S$/.test(contentOf(deltas(question).slice(0, AFTER))) ? question : newFaultyQuestion(numbers)
}

/** Asks, watches to the end and looks at all that is left of it. */
async function live({ model, numbers = '' }: Row) {
  const question = newFaultyQuestion(numbers)
  // Each is somebody of their own: of one, one question is answered at a time.
  const { chat, turn, response } = await system.visitor().ask(`${model}:1b`, question, { think: true })
  const watched = await watch(response)
  const { messages, running } = await chat.open()
  const requests = asked(system.demo, question)
  await until('the upstream is closed', () => requests.every(({ ended }) => ended !== null), 1_000)
  return { question, watched, running, requests, stored: messages.find(({ id }) => id === turn) }
}

function keptOf({ kept, model }: Row, question: string, requests: { content: string }[]): string {
  // Each try goes on from what the one before had reached, without the white space at its end.
  if (kept === 'all tries') return requests.reduce((text, { content }) => text.trimEnd() + content, '')
  if (model === 'fault-repetition') return contentOf(deltas(question).slice(0, AFTER)) + kept
  return typeof kept === 'string' ? kept : contentOf(deltas(question).slice(0, kept))
}

describe.concurrent.for([
  { title: '[T1] [T10] a fault before the first token', rows: BEFORE },
  { title: '[T1] [T6] [T9] [T10] a fault between two tokens', rows: BETWEEN },
  { title: '[T1] [T6] [T9] what is odd, or passes', rows: PASSING },
])('$title:', ({ rows }) => {
  it.for(rows.map(row => ({ row, name: nameOf(row) })))('$name', async ({ row }, { expect }) => {
    const { question, watched, running, requests, stored } = await live(row)

    expect(stored).toMatchObject({ status: row.status, text: keptOf(row, question, requests) })
    expect(watched.text).toBe(stored?.text)
    expect(requests).toHaveLength(row.requests)
    expect(running).toBeNull()
    if (row.code === undefined) {
      expect(watched.message).toEqual(stored)
      return
    }
    const { retryAfterMs: _, ...told } = watched.problem ?? {}
    // How much too long is told too.
    if (row.code === 'too_long') expect(told).toMatchObject({ code: row.code, retryable: false })
    else expect(told).toEqual(problem(row.code))
    expect(stored?.problem).toEqual(watched.problem)
    expect(watched.raw + JSON.stringify(stored?.problem)).not.toMatch(BOXES)
  })
})

describe('an answer', () => {
  it('[T6] of thinking and text by turns keeps both, each whole', async ({ expect }) => {
    const { watched, stored, requests } = await live(done('thinker-alternating'))

    expect(watched.text).toBe(requests[0]?.content)
    expect(watched.thinking).toBe(requests[0]?.thinking)
    expect(stored).toMatchObject({ status: 'done', text: watched.text, thinking: watched.thinking })
  })

  it('that never ends is cut at the limit, and its upstream closed', async ({ expect }) => {
    const { watched, stored, requests } = await live(done('fault-endless', 1, 'rate=0'))

    expect(stored).toMatchObject({ status: 'done', figures: { reason: 'length' } })
    expect(watched.text).toBe(stored?.text)
    expect(requests.map(({ ended }) => ended)).toEqual(['closed by client'])
    expect(requests[0]?.content.startsWith(watched.text)).toBe(true)
  })
})
