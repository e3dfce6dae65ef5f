/** What `chat/completions` takes: https://platform.openai.com/docs/api-reference/chat/create */

import * as v from 'valibot'
import { fullName } from '../../ollama/full-name.ts'
import { Flag, given, may, messages, Model, nothingBut, Seed, Stops, Text, Tokens, within } from '../parts.ts'
import type { Wanted } from '../respond.ts'
import { NOT_CARRIED, only } from '../taken.ts'

const Part = only({ type: nothingBut('text'), text: Text })

const Content = v.union([
  Text,
  v.pipe(
    v.array(Part, 'is no text'),
    v.transform(parts => parts.map(({ text }) => text).join('\n'))
  ),
])

const Message = only({
  role: v.picklist(['system', 'developer', 'user', 'assistant'], NOT_CARRIED),
  content: Content,
  // What an answer had beside its text comes back with it, and is not sent to a model again.
  reasoning: may(v.string()),
  reasoning_content: may(v.string()),
})

/** Effort that is none. */
const NONE = new Set(['none', 'minimal'])

export const ChatRequest = only({
  model: Model,
  messages: messages(Message),
  stream: may(Flag),
  stream_options: may(only({ include_usage: may(Flag), include_obfuscation: may(Flag) })),
  temperature: may(within(0, 2)),
  top_p: may(within(0, 1)),
  presence_penalty: may(within(-2, 2)),
  frequency_penalty: may(within(-2, 2)),
  seed: may(Seed),
  stop: may(Stops),
  max_tokens: may(Tokens),
  max_completion_tokens: may(Tokens),
  reasoning_effort: may(
    v.pipe(
      v.picklist(['none', 'minimal', 'low', 'medium', 'high', 'xhigh'], 'is no effort'),
      v.description('Whether the model thinks first, where it can: `none` and `minimal` do not.')
    )
  ),
  // As every answer of Burrow's is.
  n: may(nothingBut(1)),
  logprobs: may(nothingBut(false)),
  store: may(nothingBut(false)),
  response_format: may(only({ type: nothingBut('text') })),
  modalities: may(v.array(nothingBut('text'))),
  // Without tools they say nothing.
  tool_choice: may(v.picklist(['none', 'auto'], NOT_CARRIED)),
  parallel_tool_calls: may(Flag),
  // For the service's own accounts.
  user: may(v.string()),
  metadata: may(v.looseObject({})),
  safety_identifier: may(v.string()),
  prompt_cache_key: may(v.string()),
  service_tier: may(v.string()),
})

export type ChatRequest = v.InferOutput<typeof ChatRequest>

export function wanted(body: ChatRequest): Wanted {
  const { model, temperature, top_p, seed, stop, presence_penalty, frequency_penalty } = body
  const most = body.max_completion_tokens ?? body.max_tokens
  return {
    model: fullName(model),
    messages: body.messages.map(({ role, content }) => ({
      role: role === 'developer' ? 'system' : role,
      content,
    })),
    think: !NONE.has(body.reasoning_effort ?? ''),
    sampling: given({ temperature, top_p, seed, stop, presence_penalty, frequency_penalty }),
    ...(most === undefined ? {} : { most }),
  }
}
