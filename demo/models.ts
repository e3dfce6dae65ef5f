/** The demo's models: what each one is called, what it can do, and what it answers. */

import { adversary } from './adversary.ts'
import { badgerAnswer, parrotAnswer } from './animals.ts'
import { benchDeltas } from './bench.ts'
import type { ChatMessage } from './conversation.ts'
import { numberIn, questionOf, untilPrefill } from './conversation.ts'
import type { Delta } from './delta.ts'
import { contentOf, said } from './delta.ts'
import { ponderAnswer } from './ponder.ts'
import { playRecording } from './replay.ts'
import { scribeAnswer } from './scribe.ts'
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

export const SYSTEM = "This is Burrow's demo: no model runs here."

/** How long the badger sleeps before it can answer, in milliseconds: long enough to watch a model being loaded. */
const BADGER_LOAD_MS = 6000

export interface Catalogue {
  faults?: boolean
  bench?: boolean
  loadMs?: number
}

export function catalogue({ faults, bench, loadMs = BADGER_LOAD_MS }: Catalogue): DemoModel[] {
  return [
    model({ name: 'scribe:8b', parameters: '8.2B', size: 5_225_388_164, answer: scribeAnswer }),
    model({
      name: 'ponder:14b',
      parameters: '14.8B',
      size: 9_276_198_565,
      answer: ponderAnswer,
      capabilities: ['completion', 'thinking'],
    }),
    model({ name: 'badger:70b', parameters: '70.6B', size: 42_520_413_916, loadMs, answer: badgerAnswer }),
    model({
      name: 'parrot:1b',
      parameters: '1.2B',
      size: 1_321_098_329,
      answer: parrotAnswer,
      continues: false,
      capabilitiesInTags: false,
    }),
    model({
      name: 'replay:135m',
      parameters: '134.52M',
      size: 98_363_164,
      context: 4096,
      play: playRecording,
    }),
    model({
      name: 'gpt-oss:120b-cloud',
      parameters: '116.8B',
      size: 384,
      family: 'gptoss',
      remote: { host: 'https://ollama.com:443', model: 'gpt-oss:120b' },
    }),
    model({
      name: 'nomic-embed-text:latest',
      parameters: '137M',
      size: 274_302_450,
      family: 'nomic-bert',
      context: 2048,
      capabilities: ['embedding'],
    }),
    ...(bench ? [model(benchModel('bench-fast:1b', 0)), model(benchModel('bench-50:1b', 50))] : []),
    ...(bench || faults ? [model(small)] : []),
    ...(faults ? adversary.map(part => model(part)) : []),
  ]
}

/** What a model answers when nothing interrupts it; a test compares to the character. */
export function answerOf(name: string, messages: ChatMessage[]): string {
  const asked = catalogue({ faults: true, bench: true }).find(each => each.name === name)
  return asked ? contentOf(asked.answer(untilPrefill(messages))) : ''
}

function model(part: Partial<DemoModel> & { name: string }): DemoModel {
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

/** Says 8,192 where it is listed and is loaded with 2,048, as a real model is that was made for more than it gets. */
const small: Partial<DemoModel> & { name: string } = {
  name: 'small:1b',
  numCtx: 2048,
  rate: question => numberIn(question, 'rate', undefined),
  answer: messages => benchDeltas(questionOf(messages)),
}

function benchModel(name: string, rate: number): Partial<DemoModel> & { name: string } {
  return { name, rate: () => rate, answer: messages => benchDeltas(questionOf(messages)) }
}
