/** What is asked of a model that it cannot do, refused in the words of Ollama. */

import { errors } from './errors.ts'
import type { DemoModel } from './model.ts'
import type { ChatAsk } from './parse-chat.ts'

const FLOATS = new Set([
  'temperature',
  'top_p',
  'min_p',
  'typical_p',
  'repeat_penalty',
  'presence_penalty',
  'frequency_penalty',
])
const INTEGERS = new Set(['num_predict', 'num_ctx', 'num_keep', 'seed', 'top_k', 'repeat_last_n'])

/** What only the model can say no to. */
export function checkAgainst(model: DemoModel, ask: ChatAsk): void {
  if (model.remote) throw errors.cloudDisabled()
  if (!model.capabilities.includes('completion')) throw errors.noChat(ask.model)
  const thinks = model.capabilities.includes('thinking')
  if (ask.think !== undefined && ask.think !== false && !thinks) throw errors.noThinking(ask.model)
  if (ask.tools.length > 0) throw errors.noTools(model.name)
  for (const [name, value] of Object.entries(ask.options)) {
    if (FLOATS.has(name) && typeof value !== 'number') throw errors.optionType(name, 'float32')
    if (INTEGERS.has(name) && typeof value !== 'number') throw errors.optionType(name, 'integer')
  }
  const { format } = ask
  if (typeof format === 'string' && format !== '' && format !== 'json')
    throw errors.badFormat(JSON.stringify(format))
}
