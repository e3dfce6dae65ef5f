/** What a host has read already of the chat whose turn comes: as much of a prompt need not be read once more. */

import type { Figures } from '../../../protocol/nouns.ts'

interface Read {
  chat: string
  model: string
  tokens: number
}

/** In memory alone: after a death of the Box nothing counts as read, which is the safe side. */
export class Warm {
  readonly #last = new Map<string, Read>()

  /** An answer has ended on this host: its prompt and itself are read. */
  note(url: string, chat: string, model: string, { promptTokens = 0, answerTokens = 0 }: Figures): void {
    this.#last.set(url, { chat, model, tokens: promptTokens + answerTokens })
  }

  /** Tokens, of so many, that are still to be read for this chat. */
  unread(url: string, chat: string | undefined, model: string, tokens: number): number {
    const last = this.#last.get(url)
    return last?.chat === chat && last?.model === model ? Math.max(0, tokens - last.tokens) : tokens
  }
}
