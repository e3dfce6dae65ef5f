/** An answer as OpenAI's API gives it: https://platform.openai.com/docs/api-reference/chat/object. Thinking stands where Ollama puts it. */

import type { Figures } from '../../../protocol/nouns.ts'
import type { Place } from '../../../protocol/turn-state.ts'
import type { Heard, Voice } from '../heard.ts'
import { whole as wholeOf } from '../whole.ts'
import { openAi } from './dialect.ts'

interface Answer {
  turn: string
  model: string
}

const head = ({ turn, model }: Answer, object: string) => ({
  id: `chatcmpl-${turn}`,
  object,
  created: Math.floor(Date.now() / 1_000),
  model,
})

const reasonOf = ({ reason }: Figures): string => (reason === 'length' ? 'length' : 'stop')

const usageOf = ({ promptTokens = 0, answerTokens = 0 }: Figures) => ({
  prompt_tokens: promptTokens,
  completion_tokens: answerTokens,
  total_tokens: promptTokens + answerTokens,
})

/** Whole, when it has ended. */
export const whole = (answer: Answer): Voice =>
  wholeOf(openAi, ({ text, thinking }, figures) => {
    const reasoning = thinking === '' ? {} : { reasoning: thinking }
    const message = { role: 'assistant', content: text, refusal: null, ...reasoning }
    return {
      ...head(answer, 'chat.completion'),
      choices: [{ index: 0, message, logprobs: null, finish_reason: reasonOf(figures) }],
      usage: usageOf(figures),
    }
  })

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`

const comment = (text = ''): string => `: ${text}\n\n`

/** As it comes; `usage`: the figures in a chunk of their own. */
export function streamed(answer: Answer, usage: boolean): Voice {
  const about = head(answer, 'chat.completion.chunk')
  const none = usage ? { usage: null } : {}
  const chunk = (delta: object, finish_reason: string | null = null) =>
    event({ ...about, choices: [{ index: 0, delta, logprobs: null, finish_reason }], ...none })
  let begun = false
  const delta = (content: object): string => {
    const first = begun ? {} : { role: 'assistant' }
    begun = true
    return chunk({ ...first, ...content })
  }
  const ended = (figures: Figures): string => {
    const nothing = begun ? '' : delta({ content: '' })
    const figured = usage ? event({ ...about, choices: [], usage: usageOf(figures) }) : ''
    return `${nothing}${chunk({}, reasonOf(figures))}${figured}data: [DONE]\n\n`
  }
  return {
    type: 'text/event-stream',
    quiet: comment(),
    say(heard: Heard) {
      switch (heard.is) {
        case 'place':
          return comment(placeOf(heard.place))
        case 'delta':
          return delta(heard.kind === 'text' ? { content: heard.text } : { reasoning: heard.text })
        case 'done':
          return ended(heard.figures)
        case 'problem':
          return event(openAi.refusal(heard.problem))
      }
    },
  }
}

/** For whoever watches the bytes: clients pass comments over. */
const placeOf = (place: Place | null): string =>
  place === null
    ? 'waiting for the box'
    : `place ${place.position} in the queue, about ${Math.ceil(place.aboutMs / 1_000)} s`
