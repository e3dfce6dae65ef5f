/** How Ollama refuses, and lists its models. */

import type { Model } from '../../../protocol/nouns.ts'
import type { Problem } from '../../../protocol/problems.ts'
import type { Dialect } from '../dialect.ts'

export const ollama: Dialect = {
  refusal: ({ message }: Problem) => ({ error: message }),
}

/** When one was changed is not known here. */
const UNKNOWN = new Date(0).toISOString()

export const tagsOf = (models: readonly Model[]) => ({
  models: models.map(({ name, size, parameters = '' }) => ({
    name,
    model: name,
    modified_at: UNKNOWN,
    size,
    digest: '',
    details: {
      parent_model: '',
      format: '',
      family: '',
      families: [],
      parameter_size: parameters,
      quantization_level: '',
    },
  })),
})
