/** Finds what a turn is asked in: through turns that D1 does not have yet and on into D1. */

import { causeOf, log } from '../../protocol/log.ts'
import type { ContextCut, Message, TurnRequest } from '../../protocol/nouns.ts'
import type { Trace } from '../../protocol/trace.ts'
import { database } from '../queries/database.ts'
import { readAsked } from '../queries/path.ts'
import type { Intent } from './intent.ts'
import { Prompt } from './prompt.ts'

export interface Context {
  /** The message with the turn's own id, if history has one: then the turn has ended, or the id is a question's. */
  known: Message | null
  /** To the leaf, from the root or from as far up as a model reads; null if there is no such leaf. */
  path: Message[] | null
  /** The chat as D1 knows it; null if it has no such chat. */
  chat: { title: string; cut: ContextCut | null; messages: number } | null
}

export class Contexts {
  readonly #env: Pick<HistoryEnv, 'DB'>
  /** The messages that D1 may not have yet. */
  readonly #recent: () => Message[]

  constructor(env: Pick<HistoryEnv, 'DB'>, recent: () => Message[]) {
    this.#env = env
    this.#recent = recent
  }

  /** The path to `leaf`, for `model`, and whether `turn` has ended already. */
  async find(
    owner: string,
    chat: string,
    turn: string,
    leaf: string | null,
    model: string
  ): Promise<Context> {
    const recent = new Map(this.#recent().map(message => [message.id, message]))
    const tail: Message[] = []
    let next = leaf
    for (let one = next === null ? undefined : recent.get(next); one !== undefined;) {
      tail.unshift(one)
      next = one.parent
      one = next === null ? undefined : recent.get(next)
    }
    const {
      known,
      path,
      chat: found,
    } = await readAsked(database(this.#env, owner), owner, chat, turn, next, model)
    const whole = next === null || path.at(-1)?.id === next
    return { known, path: whole ? [...path, ...tail] : null, chat: found }
  }

  /** As {@link find}, for a turn that is asked; null where D1 cannot say. */
  look(
    owner: string,
    chat: string,
    ask: TurnRequest,
    leaf: string | null,
    { requestId }: Trace
  ): Promise<Context | null> {
    return this.find(owner, chat, ask.turn, leaf, ask.model).catch((error: unknown) => {
      log('memory', { request: requestId, detail: causeOf(error) })
      return null
    })
  }

  /** What the model was sent when this turn began, looked up anew. Rejects where D1 cannot say. */
  async again({ owner, chat, question, answer }: Intent): Promise<{ known: Message | null; prompt: Prompt }> {
    const leaf = question === null ? answer.parent : question.parent
    const { known, path, chat: found } = await this.find(owner, chat, answer.id, leaf, answer.model)
    if (path === null) throw new Error('what this turn answers to is not in history')
    const all = question === null ? path : [...path, question]
    return { known, prompt: new Prompt(all, answer.model, found?.cut ?? null) }
  }
}
