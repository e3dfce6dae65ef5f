/** How OpenAI's API refuses, and names its models. */

import type { Model } from '../../../protocol/nouns.ts'
import type { Problem, ProblemCode } from '../../../protocol/problems.ts'
import { type Dialect, statusFor } from '../dialect.ts'

/** Codes that its clients know by another name. */
const CODES: Partial<Record<ProblemCode, string>> = {
  no_key: 'invalid_api_key',
  not_allowed: 'model_not_found',
  model_missing: 'model_not_found',
  too_long: 'context_length_exceeded',
  unsupported: 'unsupported_parameter',
}

export const openAi: Dialect = {
  refusal: ({ code, message }: Problem, part?: string) => ({
    error: {
      message,
      type: statusFor(code) < 500 ? 'invalid_request_error' : 'server_error',
      param: part ?? null,
      code: CODES[code] ?? code,
    },
  }),
}

/** The list of models. When one was made is not known. */
export const modelsOf = (models: readonly Model[]) => ({
  object: 'list',
  data: models.map(({ name }) => ({ id: name, object: 'model', created: 0, owned_by: 'burrow' })),
})
