/** `replay:135m`: answers that a real Ollama gave (smollm2:135m on a CPU), line for line and at their own pace. */

import { readFileSync } from 'node:fs'

import type { ChatMessage } from '../stand-in/conversation.ts'
import { prefillOf, questionOf } from '../stand-in/conversation.ts'
import type { Turn } from '../stand-in/turn.ts'

export interface Recording {
  messages: ChatMessage[]
  numPredict: number
  /** Milliseconds after the request, and the line as it came. */
  lines: [ms: number, line: string][]
}

interface Line {
  message?: { content: string }
  done?: boolean
  error?: string
}

/** In order of preference for a question that was recorded twice; the last one ends badly and comes only when asked for. */
export const recordings = Object.fromEntries(
  ['list', 'code', 'short', 'unicode', 'length', 'prefill', 'runner-dies'].map(name => [name, read(name)])
)

/** What a question that was never recorded gets, one after the other. */
const CYCLE = ['list', 'code', 'short', 'unicode']
let cycled = 0

/** Plays the recording given, or the one that fits what was asked. */
export async function playRecording(turn: Turn, given?: Recording): Promise<void> {
  const { recording, spoken } = given ? { recording: given, spoken: '' } : choose(turn)
  let skip = spoken.length
  let began = performance.now()
  for (const [ms, text] of recording.lines) {
    const line = JSON.parse(text) as Line
    const content = line.message?.content ?? ''
    if (content !== '' && content.length <= skip) {
      skip -= content.length
      began = performance.now() - ms
      continue
    }
    const wait = began + ms - performance.now()
    if (wait > 1 && !turn.hurried) await turn.pause(wait)
    if (line.error) return turn.fail(line.error)
    if (line.done) return turn.finishAs(text)
    const message = { role: 'assistant', content: content.slice(skip) }
    turn.message(message)
    await turn.line(skip > 0 ? { ...line, message } : text)
    skip = 0
  }
}

/** A recording with the beginning of it that the request already holds. */
function choose({ ask }: Turn): { recording: Recording; spoken: string } {
  const asked = JSON.stringify(ask.messages)
  const all = Object.values(recordings)
  const same = all.filter(({ messages }) => JSON.stringify(messages) === asked)
  const exact = same.find(({ numPredict }) => numPredict === ask.options['num_predict']) ?? same[0]
  if (exact) return { recording: exact, spoken: '' }
  const spoken = prefillOf(ask.messages)
  const begun = all.find(recording => spoken && textOf(recording).startsWith(spoken))
  if (begun) return { recording: begun, spoken }
  const byQuestion = all.find(
    ({ messages }) => messages.length === 1 && questionOf(messages) === questionOf(ask.messages)
  )
  return { recording: byQuestion ?? next(), spoken: '' }
}

function next(): Recording {
  return read(CYCLE[cycled++ % CYCLE.length] ?? 'short')
}

function textOf({ lines }: Recording): string {
  return lines.map(([, line]) => (JSON.parse(line) as Line).message?.content ?? '').join('')
}

function read(name: string): Recording {
  return JSON.parse(readFileSync(new URL(`data/${name}.json`, import.meta.url), 'utf8')) as Recording
}
