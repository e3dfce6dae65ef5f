/**
 * The adversary: models that go wrong on purpose, one way each, listed when faults are on. Between its fault and its
 * end each says the same text as any other, so that what was kept can be compared to the character.
 *
 * A question may carry numbers for all of them: `tokens=N` is the length of the uninterrupted answer (90), `rate=N`
 * the tokens a second (the demo's own), `after=N` the tokens before the fault (12). `silent=N` is the milliseconds of
 * `fault-silent` (2000), `cuts=N` how often `fault-cut-then-continue`, and `fault-cuts` each `after` so many tokens, cut
 * one conversation (1); `fault-cuts-inline` thinks in its text, and `fault-cuts-closed` cannot go on with that.
 * A `-once` model fails the first time a conversation is put to it and is well from then on; clearing the requests makes
 * it forget.
 * `fault-drifts` writes other words each time that a conversation is put to it, as a model above temperature 0 does.
 * `fault-wedged` is loaded and silent until it has been unloaded, and is well from then on.
 */

import { benchDeltas } from '../showroom/bench.ts'
import { playRecording, recordings } from '../showroom/replay.ts'
import { numberIn, questionOf } from '../stand-in/conversation.ts'
import type { Delta } from '../stand-in/delta.ts'
import { goJson } from '../stand-in/go-json.ts'
import type { DemoModel, ModelPart } from '../stand-in/model.ts'
import type { Turn } from '../stand-in/turn.ts'
import { playLine, splitBytes } from './bytes.ts'
import { inlineAnswer } from './inline.ts'
import { refusals } from './refusals.ts'

type Play = DemoModel['play']

const RUNNER_DIED = 'an error was encountered while running the model: unexpected EOF'
const REPETITION = 'prediction aborted, token repeat limit reached'

/** Bytes of a line that no reader should accept: a little over 1 MiB. */
const HUGE = 1_200_000

/** Equal tokens after which Ollama gives up. */
const REPEATS = 30

const after = (turn: Turn) => turn.number('after', 12)

const once =
  (fault: Play): Play =>
  turn =>
    turn.tries === 0 ? fault(turn) : turn.answer()

/** Says a few tokens, then does what it is named for. */
const mid =
  (fault: Play): Play =>
  async turn => {
    await turn.say(after(turn))
    await fault(turn)
  }

const garbage: Play = turn => turn.write('{"model":"fault","message":{"role":"assis\u0000\n')

const cutAgain: Play = async turn => {
  const cuts = turn.number('cuts', 1)
  if (turn.tries >= cuts + turn.number('blind', 0)) return turn.answer()
  if (turn.tries >= cuts) return turn.reset()
  await turn.say(after(turn))
  await turn.reset()
}

const plays: Record<string, Play> = {
  // Before the first token
  'fault-silent': async turn => {
    await turn.pause(turn.number('silent', 2000))
    await turn.answer()
  },
  'fault-hang': turn => turn.stall(),
  'fault-reset-early': turn => turn.reset(),
  'fault-refuse-once': once(turn => turn.reset()),
  'fault-empty': async turn => turn.end(),
  'fault-error-first': turn => turn.fail(RUNNER_DIED),
  'fault-error-once': once(turn => turn.fail(RUNNER_DIED)),
  'fault-503-busy-once': once(turn => whole(turn, 'fault-503-busy')),

  // Between two tokens
  'fault-error-line': mid(turn => turn.fail(RUNNER_DIED)),
  'fault-no-done': mid(async turn => turn.end()),
  'fault-stall': mid(turn => turn.stall()),
  'fault-reset': mid(async turn => {
    const line = playLine(turn)
    await turn.write(line.slice(0, line.length / 2))
    await turn.reset()
  }),
  'fault-garbage-once': mid(async turn => {
    await garbage(turn)
    await turn.answer()
  }),
  'fault-garbage': mid(async turn => {
    await garbage(turn)
    await garbage(turn)
    await turn.answer()
  }),
  'fault-huge': mid(async turn => {
    await turn.speak({ content: 'x'.repeat(HUGE) })
    await turn.answer()
  }),
  'fault-repetition': mid(async turn => {
    for (let i = 0; i < REPEATS; i++) await turn.speak({ content: ' burrow' })
    await turn.fail(REPETITION)
  }),
  'fault-cut-then-continue': async turn => {
    if (turn.tries >= turn.number('cuts', 1)) return turn.answer()
    await turn.say(Math.ceil(turn.length / 3))
    await turn.reset()
  },
  'fault-cut-then-busy': async turn => {
    if (turn.tries === 1) return whole(turn, 'fault-503-busy')
    if (turn.tries > 1) return turn.answer()
    await turn.say(Math.ceil(turn.length / 3))
    await turn.reset()
  },
  'fault-cuts': cutAgain,
  'fault-runner-dies': turn => playRecording(turn, recordings['runner-dies']),

  // Odd, but right
  'fault-split': splitBytes,
  'fault-final-content': async turn => {
    await turn.say(turn.left - 1)
    await turn.finish({}, turn.take())
  },
  'fault-unknown': async turn => {
    await turn.say(Infinity, { mood: 'curious', trace: { depth: [1, 2] } })
    await turn.finish({ done_reason: 'tired', mood: 'sleepy' })
  },
  'fault-drifts': async turn => {
    for (const delta of benchDeltas(`${turn.question} ${turn.tries}`, 90)) await turn.speak(delta)
    await turn.finish()
  },
  'fault-endless': async turn => {
    for (let i = 0; ; i++) await turn.speak(endless[i % endless.length] ?? { content: '.' })
  },
}

async function whole(turn: Turn, name: string): Promise<void> {
  const { status, headers, body } = refusals[name] ?? {
    status: 500,
    headers: {},
    body: goJson({ error: name }),
  }
  turn.refuse(status, headers, body)
}

const answer: DemoModel['answer'] = messages => benchDeltas(questionOf(messages), 90)
const endless = benchDeltas('endless', 500)

/** Thinking and content by turns, five tokens of each. */
const alternating: DemoModel['answer'] = messages =>
  answer(messages).map((delta, i) => (i % 10 < 5 && 'content' in delta ? { thinking: delta.content } : delta))

const rate = (question: string) => numberIn(question, 'rate', undefined)

/** Every model of the adversary, and some that are only unusual. */
export const adversary: ModelPart[] = [
  ...Object.entries(plays).map(([name, play]) => ({ name: `${name}:1b`, play, answer, rate })),
  ...Object.keys(refusals).map(name => ({
    name: `${name}:1b`,
    answer,
    rate,
    play: (turn: Turn) => whole(turn, name),
  })),
  { name: 'fault-wedged:1b', answer, rate, wedged: true },
  { name: 'thinker-alternating:1b', answer: alternating, rate, capabilities: ['completion', 'thinking'] },
  { name: 'thinker-inline:1b', answer: inlineAnswer, rate },
  { name: 'fault-cuts-inline:1b', answer: inlineAnswer, rate, play: cutAgain },
  { name: 'fault-cuts-closed:1b', answer: inlineAnswer, rate, play: cutAgain, continues: false },
  { name: 'slow:1b', answer: (messages): Delta[] => benchDeltas(questionOf(messages), 600), rate: () => 10 },
]
