/** Burrow in front of a real Ollama, with a tap between the two, and one visitor. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Burrow, startBurrow } from '../../scripts/burrow.ts'
import type { Message } from '../../workers/protocol/nouns.ts'
import { below, kill } from '../processes.ts'
import { freePort } from '../system.ts'
import { type Asked, startTap, type Tap } from '../tap.ts'
import { type Chat, Visitor } from '../visitor.ts'

/** The longest answer: enough to be left and come back to, short enough to be waited for. */
export const ANSWER_TOKENS = 300

/** Burrow's own waits would take minutes for what is cut on purpose; eight tries are more than any check cuts. */
const RETRY_SECONDS = Array.from({ length: 8 }, () => '0.2').join()

export interface House {
  ollama: string
  tap: Tap
  visitor: Visitor
  /** What Burrow's Workers have printed lately. */
  said(): string
  /** Kills every process of Burrow, and starts it again in the same place with all that it keeps. */
  killAll(): Promise<void>
  /** The requests for answers that hold these words, oldest first. */
  upstream(words: string): Asked[]
  stop(): Promise<void>
}

/** `answerTokens`: the longest answer. */
export async function startHouse(ollama: string, answerTokens = ANSWER_TOKENS): Promise<House> {
  const state = await mkdtemp(join(tmpdir(), 'burrow-real-'))
  const tap = await startTap(ollama)
  const vars = { ANSWER_TOKENS: `${answerTokens}`, RETRY_SECONDS }
  const settings = { port: await freePort(), ollama: tap.url, state, vars }
  let burrow: Burrow = await startBurrow(settings)
  return {
    ollama,
    tap,
    visitor: new Visitor(burrow.url),
    said: () => burrow.said(),
    async killAll() {
      const { pid, ended } = burrow
      kill([pid, ...below(pid)])
      await ended
      burrow = await startBurrow(settings)
    },
    upstream: words => tap.asked.filter(asked => isAnswer(asked) && asked.body.includes(words)),
    async stop() {
      await burrow.stop()
      await tap.close()
      await rm(state, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** Burrow asks `/api/chat` for one more thing: what a model's template would make of a half answer. */
const isAnswer = ({ path, body }: Asked): boolean => path === '/api/chat' && body.includes('"stream":true')

export async function lastOf(chat: Chat): Promise<Message | undefined> {
  return (await chat.open()).messages.at(-1)
}

/** Thrown by a check that cannot be made here. */
export class Skipped extends Error {}
