/** What the model of one turn is sent, chosen once and for all its tries (C1). */

import type { CompletionRequest, HostModel } from '../../protocol/completion.ts'
import { type Choice, chooseContext, knownOf, tokensOf } from '../../protocol/context.ts'
import type { ContextCut, Figures, Message } from '../../protocol/nouns.ts'

/** Choices that a host may refuse for one turn: its estimate was wrong once, perhaps of the wrong host as well. */
const REFITS = 3

export class Prompt {
  readonly #path: Message[]
  readonly #kept: ContextCut | null
  readonly #template: number | undefined
  #context: number | undefined
  /** Tokens by which the estimate turned out to be too low. */
  #more = 0
  #refits = 0
  #choice: Choice

  /** `path` ends with the question; `cut` is the one that is kept with the chat. */
  constructor(path: Message[], model: string, cut: ContextCut | null) {
    this.#path = path
    this.#kept = cut
    const known = knownOf(path, model)
    this.#template = known.template
    this.#context = known.context
    this.#choice = this.#choose(0)
  }

  /** Tokens by which the question alone is too long for the context that is known; 0 where it fits. */
  get over(): number {
    return this.#choice.over
  }

  /** What is to be kept with the chat; undefined where nothing was decided, for nobody knows a context. */
  get cut(): ContextCut | null | undefined {
    return this.#context === undefined ? undefined : this.#choice.cut
  }

  /** `written` are the tokens of the partial answer that is sent along. */
  request(written: number): Pick<CompletionRequest, 'messages' | 'tokens' | 'context'> {
    this.#choice = this.#choose(written)
    return {
      messages: messagesOf(this.#path.slice(this.#choice.from)),
      tokens: this.#choice.tokens,
      ...(this.#context === undefined ? {} : { context: this.#context }),
    }
  }

  /** The host's context is smaller than what was sent: chosen anew. False where that has been tried often enough. */
  refit({ context }: HostModel): boolean {
    this.#refits += 1
    if (context === undefined || this.#refits > REFITS) return false
    // It was chosen for this very context and still did not fit: the estimate is too low by that much at least.
    if (this.#choice.tokens <= context) this.#more += context - this.#choice.tokens + 1
    this.#context = context
    this.#choice = this.#choose(0)
    return this.#choice.over === 0
  }

  /**
   * What was counted, of a try that was sent no partial answer: the figures with what the model adds by itself, and the
   * tokens of the question, which are all that was not known before.
   */
  count(figures: Figures, host: HostModel | null): { figures: Figures; question: number | undefined } {
    const sent = this.#path.slice(this.#choice.from)
    const known = sent.reduce((sum, message) => sum + tokensOf(message), 0)
    const question = sent.at(-1)
    const found: Figures = { ...figures, ...host }
    if (figures.promptTokens === undefined || question === undefined)
      return { figures: found, question: undefined }
    const beyond = figures.promptTokens - known
    if (this.#template === undefined)
      return { figures: { ...found, templateTokens: Math.max(0, beyond) }, question: undefined }
    return {
      figures: { ...found, templateTokens: this.#template },
      question: Math.max(1, tokensOf(question) + beyond - this.#template),
    }
  }

  #choose(written: number): Choice {
    return chooseContext(this.#path, this.#context, this.#kept, (this.#template ?? 0) + this.#more, written)
  }
}

/** As messages of a completion. Thinking is never sent again; an answer that never began says nothing. */
function messagesOf(path: Message[]): CompletionRequest['messages'] {
  const spoken = path.filter(({ text }) => text !== '')
  // An answer at the front answers nothing: the path was not read further up.
  const first = spoken.findIndex(({ role }) => role === 'user')
  return spoken.slice(Math.max(0, first)).map(({ role, text }) => ({ role, content: text }))
}

/** By how much a question is too long, for the person who asked. */
export const tooLong = (tokens: number): string =>
  `This question is ${tokens.toLocaleString('en')} tokens longer than the model can read.`
