/** What `api/chat` takes: https://docs.ollama.com/api/chat */

import * as v from 'valibot'
import { fullName } from '../../ollama/full-name.ts'
import {
  Flag,
  given,
  may,
  messages,
  Model,
  nothingBut,
  Seed,
  Stops,
  Text,
  Tokens,
  whole,
  within,
} from '../parts.ts'
import type { Wanted } from '../respond.ts'
import { NOT_CARRIED, only } from '../taken.ts'

const Message = only({
  role: v.picklist(['system', 'user', 'assistant'], NOT_CARRIED),
  content: Text,
  // What an answer had beside its text comes back with it, and is not sent to a model again.
  thinking: may(v.string()),
})

/** Ollama's words for an answer as long as it likes. */
const ENDLESS = [-1, -2]

const Options = only({
  temperature: may(within(0, 2)),
  top_p: may(within(0, 1)),
  top_k: may(whole(0, 1_000)),
  min_p: may(within(0, 1)),
  seed: may(Seed),
  stop: may(Stops),
  presence_penalty: may(within(-2, 2)),
  frequency_penalty: may(within(-2, 2)),
  repeat_penalty: may(within(0, 2)),
  num_predict: may(v.union([Tokens, v.picklist(ENDLESS)])),
  num_ctx: may(
    v.pipe(
      v.number('is no number'),
      v.description('The context is the owner’s to set. What does not fit it is refused, never cut.')
    )
  ),
})

export const ChatRequest = only({
  model: Model,
  messages: messages(Message),
  stream: may(Flag),
  think: may(v.union([Flag, v.picklist(['low', 'medium', 'high'], 'is no effort')])),
  options: may(Options),
  keep_alive: may(
    v.pipe(
      v.union([v.string(), v.number()]),
      v.description('How long a model stays in memory is the owner’s to set.')
    )
  ),
  logprobs: may(nothingBut(false)),
  format: may(nothingBut('')),
})

export type ChatRequest = v.InferOutput<typeof ChatRequest>

export function wanted({ model, messages: said, think = true, options = {} }: ChatRequest): Wanted {
  const { num_predict: most = -1, num_ctx: _, ...sampling } = options
  return {
    model: fullName(model),
    messages: said.map(({ role, content }) => ({ role, content })),
    think: think !== false,
    sampling: given(sampling),
    ...(most < 0 ? {} : { most }),
  }
}
