/** The routes of other programs, in the words of the services that those programs know; and the keys that open them. */

import * as v from 'valibot'
import * as own from '../../protocol/keys.ts'
import { BODY_BYTES, CHANGE_BYTES } from '../../protocol/limits.ts'
import type { ProblemCode } from '../../protocol/problems.ts'
import { ChatRequest as AsOllama } from '../programs/as-ollama/request.ts'
import { ChatRequest as AsOpenAi } from '../programs/as-openai/request.ts'
import { exactly } from './exactly.ts'

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Time = v.pipe(Count, v.description('Unix time in milliseconds.'))
const may = v.exactOptional

const key = {
  id: v.pipe(v.string(), v.uuid(), v.description('It opens nothing.')),
  name: v.string(),
  createdAt: Time,
  usedAt: may(v.pipe(Time, v.description('When a program last asked by it, to the day.'))),
}
export const ApiKey = exactly<own.ApiKey>()(v.object(key))
export const MadeKey = exactly<own.MadeKey>()(
  v.object({
    ...key,
    key: v.pipe(v.string(), v.description('What programs send as `Authorization: Bearer`. Told only now.')),
  })
)
export const KeyList = exactly<own.KeyList>()(v.object({ keys: v.array(ApiKey) }))

const NewKey = exactly<own.NewKey>()(
  v.strictObject({
    name: v.pipe(
      v.string(),
      v.transform(text => text.toWellFormed()),
      v.trim(),
      v.nonEmpty('is empty'),
      v.maxLength(own.KEY_NAME_CHARS, `is longer than ${own.KEY_NAME_CHARS} characters`)
    ),
  })
)

const KeyPath = v.object({ key: v.pipe(v.string(), v.uuid('is not a UUID'), v.toLowerCase()) })

export const OpenAiError = v.object({
  error: v.object({
    message: v.string(),
    type: v.picklist(['invalid_request_error', 'server_error']),
    param: v.nullable(v.string()),
    code: v.string(),
  }),
})

export const OpenAiModels = v.object({
  object: v.literal('list'),
  data: v.array(
    v.object({
      id: v.string(),
      object: v.literal('model'),
      created: Count,
      owned_by: v.string(),
    })
  ),
})

export const OpenAiCompletion = v.object({
  id: v.string(),
  object: v.literal('chat.completion'),
  created: Count,
  model: v.string(),
  choices: v.array(
    v.object({
      index: v.literal(0),
      message: v.object({
        role: v.literal('assistant'),
        content: v.string(),
        refusal: v.null(),
        reasoning: may(v.pipe(v.string(), v.description('What the model thought.'))),
      }),
      logprobs: v.null(),
      finish_reason: v.picklist(['stop', 'length']),
    })
  ),
  usage: v.object({ prompt_tokens: Count, completion_tokens: Count, total_tokens: Count }),
})

export const OllamaError = v.object({ error: v.string() })

export const OllamaTags = v.object({
  models: v.array(
    v.object({
      name: v.string(),
      model: v.string(),
      modified_at: v.string(),
      size: Count,
      digest: v.string(),
      details: v.object({
        parent_model: v.string(),
        format: v.string(),
        family: v.string(),
        families: v.array(v.string()),
        parameter_size: v.string(),
        quantization_level: v.string(),
      }),
    })
  ),
})

export const OllamaAnswer = v.object({
  model: v.string(),
  created_at: v.string(),
  message: v.object({
    role: v.literal('assistant'),
    content: v.string(),
    thinking: may(v.string()),
  }),
  done: v.boolean(),
  done_reason: may(v.string()),
  total_duration: may(Count),
  load_duration: may(Count),
  prompt_eval_count: may(Count),
  prompt_eval_duration: may(Count),
  eval_count: may(Count),
  eval_duration: may(Count),
})

/** Ways in which they are refused, but for what may be wrong with the box. */
const ASKED = ['not_allowed', 'no_models', 'model_missing', 'unsupported', 'too_long'] satisfies ProblemCode[]

/** `box`: what may be wrong with it. */
export const ofPrograms = <const Box extends ProblemCode[]>(box: Box) =>
  ({
    'GET /api/me/keys': {
      id: 'listKeys',
      summary: 'The API keys of the visitor, the newest first.',
      problems: [],
      answer: KeyList,
    },
    'POST /api/me/keys': {
      id: 'makeKey',
      summary: `Makes an API key, by which a program asks in the visitor’s name. A visitor has at most ${own.KEYS_EACH}.`,
      problems: ['needs_pass', 'too_many_keys', 'too_many_visitors'],
      bytes: CHANGE_BYTES,
      json: NewKey,
      answer: MadeKey,
    },
    'DELETE /api/me/keys/:key': {
      id: 'revokeKey',
      summary: 'Revokes an API key: it opens nothing from then on. What is being answered goes on.',
      problems: [],
      param: KeyPath,
      answer: null,
    },
    'GET /api/openai/v1/models': {
      id: 'openAiModels',
      summary: 'The models, as OpenAI lists them. With a key, like all routes of programs.',
      says: OpenAiError,
      problems: box,
      answer: OpenAiModels,
    },
    'POST /api/openai/v1/chat/completions': {
      id: 'openAiChat',
      summary:
        'Asks as OpenAI is asked, and waits for its turn. Nothing of it is kept. It ends with its client.',
      says: OpenAiError,
      problems: [...ASKED, 'busy', ...box],
      bytes: BODY_BYTES,
      json: AsOpenAi,
      answer: OpenAiCompletion,
      streams: 'text/event-stream',
    },
    'GET /api/ollama/api/tags': {
      id: 'ollamaTags',
      summary: 'The models, as Ollama lists them.',
      says: OllamaError,
      problems: box,
      answer: OllamaTags,
    },
    'POST /api/ollama/api/chat': {
      id: 'ollamaChat',
      summary:
        'Asks as Ollama is asked, and waits for its turn. Nothing of it is kept. It ends with its client.',
      says: OllamaError,
      problems: [...ASKED, 'busy', ...box],
      bytes: BODY_BYTES,
      json: AsOllama,
      answer: OllamaAnswer,
      streams: 'application/x-ndjson',
    },
  }) as const
