/** An answer as Ollama gives it: https://docs.ollama.com/api/chat */

import type { Figures } from '../../../protocol/nouns.ts'
import type { Heard, Voice } from '../heard.ts'
import { whole as wholeOf } from '../whole.ts'
import { ollama } from './dialect.ts'

const object = (model: string, message: object, more: object) => ({
  model,
  created_at: new Date().toISOString(),
  message: { role: 'assistant', ...message },
  ...more,
})

/** What there is of it. */
const ended = (figures: Figures) => ({
  done: true,
  done_reason: figures.reason ?? 'stop',
  total_duration: figures.totalNs,
  load_duration: figures.loadNs,
  prompt_eval_count: figures.promptTokens,
  prompt_eval_duration: figures.promptNs,
  eval_count: figures.answerTokens,
  eval_duration: figures.answerNs,
})

/** Whole, when it has ended. */
export const whole = (model: string): Voice =>
  wholeOf(ollama, ({ text: content, thinking }, figures) =>
    object(model, { content, ...(thinking === '' ? {} : { thinking }) }, ended(figures))
  )

/** As it comes, a line each. */
export const streamed = (model: string): Voice => ({
  type: 'application/x-ndjson',
  // Before the next line: an empty one of its own would be no JSON.
  quiet: ' ',
  say: heard => {
    const line = lineOf(model, heard)
    return line === null ? '' : `${JSON.stringify(line)}\n`
  },
})

function lineOf(model: string, heard: Heard): object | null {
  switch (heard.is) {
    case 'place':
      return null
    case 'delta': {
      const { kind, text } = heard
      const message = kind === 'text' ? { content: text } : { content: '', thinking: text }
      return object(model, message, { done: false })
    }
    case 'done':
      return object(model, { content: '' }, ended(heard.figures))
    case 'problem':
      return ollama.refusal(heard.problem)
  }
}
