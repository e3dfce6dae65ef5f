/** What a pretended model is: how it is listed and loaded, and what it answers. */

import type { ChatMessage } from './conversation.ts'
import type { Delta } from './delta.ts'
import { said } from './delta.ts'
import type { Turn } from './turn.ts'

export interface DemoModel {
  name: string
  /** Parameters as Ollama words them, and bytes on disk to go with them. */
  parameters: string
  size: number
  family: string
  /** Tokens of context that it was made for. */
  context: number
  /** Tokens of context that its Modelfile has it loaded with, whatever the host is set to. */
  numCtx?: number
  capabilities: string[]
  /** `/api/tags` says what it can do; an older host says so only in `/api/show`. */
  capabilitiesInTags: boolean
  /** Its template lets it continue a partial answer. */
  continues: boolean
  loadMs: number
  /** It has lost its slots from the start, and answers nobody until it has been unloaded. */
  wedged?: boolean
  /** Tokens a second where the model has a pace of its own; 0 is as fast as possible. */
  rate?: (question: string) => number | undefined
  /** Runs at ollama.com on the owner's account, so Burrow must never offer it. */
  remote?: { host: string; model: string }
  /** The uninterrupted answer: a pure function of what was said before. */
  answer: (messages: ChatMessage[]) => Delta[]
  play: (turn: Turn) => Promise<void>
}

/** What a model has to say of itself; the rest is as with most. */
export type ModelPart = Partial<DemoModel> & { name: string }

/** The system prompt of every model that is asked without one. */
export const SYSTEM = "This is Burrow's demo: no model runs here."

export function model(part: ModelPart): DemoModel {
  return {
    parameters: '1.0B',
    size: 807_694_464,
    family: 'llama',
    context: 8192,
    capabilities: ['completion'],
    capabilitiesInTags: true,
    continues: true,
    loadMs: 0,
    answer: () => said(SYSTEM),
    play: turn => turn.answer(),
    ...part,
  }
}
