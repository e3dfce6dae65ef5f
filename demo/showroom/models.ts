/** The models that talk: what each one is called, what it can do, and what it answers. */

import { numberIn, questionOf } from '../stand-in/conversation.ts'
import type { ModelPart } from '../stand-in/model.ts'
import { badgerAnswer, parrotAnswer } from './animals.ts'
import { benchDeltas } from './bench.ts'
import { ponderAnswer } from './ponder.ts'
import { playRecording } from './replay.ts'
import { scribeAnswer } from './scribe.ts'

/** How long the badger sleeps before it can answer, in milliseconds: long enough to watch a model being loaded. */
const BADGER_LOAD_MS = 6000

/** Those that are always there, and two that Burrow must not offer. */
export const showroom = (loadMs = BADGER_LOAD_MS): ModelPart[] => [
  { name: 'scribe:8b', parameters: '8.2B', size: 5_225_388_164, answer: scribeAnswer },
  {
    name: 'ponder:14b',
    parameters: '14.8B',
    size: 9_276_198_565,
    answer: ponderAnswer,
    capabilities: ['completion', 'thinking'],
  },
  { name: 'badger:70b', parameters: '70.6B', size: 42_520_413_916, loadMs, answer: badgerAnswer },
  {
    name: 'parrot:1b',
    parameters: '1.2B',
    size: 1_321_098_329,
    answer: parrotAnswer,
    continues: false,
    capabilitiesInTags: false,
  },
  { name: 'replay:135m', parameters: '134.52M', size: 98_363_164, context: 4096, play: playRecording },
  {
    name: 'gpt-oss:120b-cloud',
    parameters: '116.8B',
    size: 384,
    family: 'gptoss',
    remote: { host: 'https://ollama.com:443', model: 'gpt-oss:120b' },
  },
  {
    name: 'nomic-embed-text:latest',
    parameters: '137M',
    size: 274_302_450,
    family: 'nomic-bert',
    context: 2048,
    capabilities: ['embedding'],
  },
]

/** As fast as it is read, and at an even 50 tokens a second. */
export const benchModels: ModelPart[] = [
  benchModel('bench-fast:1b', 0),
  benchModel('bench-50:1b', 50),
  benchModel('bench-25:1b', 25),
]

/** Says 8,192 where it is listed and is loaded with 2,048, as a real model is that was made for more than it gets. */
export const small: ModelPart = {
  name: 'small:1b',
  numCtx: 2048,
  rate: question => numberIn(question, 'rate', undefined),
  answer: messages => benchDeltas(questionOf(messages)),
}

function benchModel(name: string, rate: number): ModelPart {
  return { name, rate: () => rate, answer: messages => benchDeltas(questionOf(messages)) }
}
