/** What is asked of the demo: models that are well, that think, that cannot go on, and those of its adversary. */

import { inlineAnswer } from '../../demo/adversary/inline.ts'
import { parrotAnswer } from '../../demo/showroom/animals.ts'
import { benchDeltas } from '../../demo/showroom/bench.ts'
import type { Delta } from '../../demo/stand-in/delta.ts'
import { ponderAnswer } from '../../demo/showroom/ponder.ts'
import type { Dice } from './dice.ts'

export interface Asked {
  model: string
  /** The question, with the numbers that the demo finds in it. */
  question: string
  think: boolean
  /** Its uninterrupted answer ends well, and what cuts it short is made good: the turn must be `done`. */
  well: boolean
  /** It never ends by itself: somebody has to stop it. */
  endless: boolean
  /** Thinking and text come by turns, so that history cannot tell their order. */
  alternates: boolean
  /** It goes on with a partial answer. */
  continues: boolean
  /** Units of the uninterrupted answer, thinking included: what the positions of faults are drawn from. */
  length: number
  /** The uninterrupted text, where the model always writes the same. */
  text?: string
}

interface Kind {
  model: string
  numbers: (dice: Dice) => string
  answer?: (question: string) => Delta[]
  traits?: Partial<Pick<Asked, 'well' | 'endless' | 'alternates' | 'continues' | 'think'>>
}

const paced = (dice: Dice) => `rate=${dice.between(60, 250)} tokens=${dice.between(30, 160)}`
const broken = (dice: Dice) => `${paced(dice)} after=${dice.between(5, 40)}`
/** Each stall takes a second, so there are few of them. */
const stalls = (dice: Dice) => `rate=200 tokens=${dice.between(30, 90)} after=${dice.between(25, 40)}`
const briefly = (dice: Dice) => `rate=150 tokens=${dice.between(20, 60)}`
const bench = (question: string) => benchDeltas(question)
const user = (content: string) => [{ role: 'user', content }]

/** What it writes behind a cut is not what it would have written: a viewer that missed the seam shows the difference. */
const DRIFTS: Kind = { model: 'fault-drifts:1b', numbers: paced, answer: question => bench(question) }

const WELL: [Kind, ...Kind[]] = [
  { model: 'bench-50:1b', numbers: dice => `tokens=${dice.between(20, 90)}` },
  { model: 'bench-fast:1b', numbers: dice => `tokens=${dice.between(0, 4_000)}` },
  { model: 'fault-unknown:1b', numbers: paced },
  { model: 'fault-unknown:1b', numbers: paced },
  { model: 'fault-final-content:1b', numbers: paced },
  { model: 'fault-split:1b', numbers: paced },
  { model: 'fault-silent:1b', numbers: dice => `${paced(dice)} silent=${dice.between(50, 600)}` },
  { model: 'fault-garbage-once:1b', numbers: broken },
  DRIFTS,
  DRIFTS,
  { model: 'fault-cut-then-continue:1b', numbers: dice => `${paced(dice)} cuts=${dice.between(1, 2)}` },
]

const ponder = (think: boolean): Kind => ({
  model: 'ponder:14b',
  numbers: () => '',
  answer: question => ponderAnswer(user(question)).filter(delta => think || 'content' in delta),
  traits: { think },
})

const THINKS: [Kind, ...Kind[]] = [
  ponder(true),
  ponder(true),
  ponder(false),
  { model: 'thinker-inline:1b', numbers: paced, answer: question => inlineAnswer(user(question)) },
  {
    model: 'fault-cuts-inline:1b',
    numbers: dice => `${paced(dice)} after=${dice.between(3, 40)} cuts=${dice.between(1, 3)}`,
    answer: question => inlineAnswer(user(question)),
  },
  { model: 'thinker-alternating:1b', numbers: paced, traits: { think: true, alternates: true } },
]

const ILL: Kind['traits'] = { well: false }

const BROKEN: [Kind, ...Kind[]] = [
  {
    model: 'parrot:1b',
    numbers: () => '',
    answer: question => parrotAnswer(user(question)),
    traits: { ...ILL, continues: false },
  },
  { model: 'fault-error-line:1b', numbers: broken, traits: ILL },
  { model: 'fault-reset:1b', numbers: broken, traits: ILL },
  { model: 'fault-stall:1b', numbers: stalls, traits: ILL },
  { model: 'fault-no-done:1b', numbers: broken, traits: ILL },
  { model: 'fault-garbage:1b', numbers: broken, traits: ILL },
  { model: 'fault-repetition:1b', numbers: broken, traits: ILL },
  // Each try brings text, so it is tried for as long as a turn may be.
  { model: 'fault-runner-dies:1b', numbers: briefly, traits: { ...ILL, endless: true } },
  { model: 'fault-endless:1b', numbers: () => 'rate=200 tokens=150', traits: { ...ILL, endless: true } },
]

const EARLY: [Kind, ...Kind[]] = [
  { model: 'fault-empty:1b', numbers: briefly, traits: ILL },
  { model: 'fault-error-first:1b', numbers: briefly, traits: ILL },
  { model: 'fault-error-once:1b', numbers: briefly, traits: ILL },
  { model: 'fault-reset-early:1b', numbers: briefly, traits: ILL },
  { model: 'fault-refuse-once:1b', numbers: briefly, traits: ILL },
  { model: 'fault-502:1b', numbers: briefly, traits: ILL },
  { model: 'fault-530:1b', numbers: briefly, traits: ILL },
  { model: 'fault-401:1b', numbers: briefly, traits: ILL },
  { model: 'fault-hang:1b', numbers: briefly, traits: { ...ILL, endless: true } },
]

/** A model and a question to it; `mark` makes the question one of its kind. */
export function drawModel(dice: Dice, mark: string): Asked {
  const luck = dice.fraction()
  const kind = dice.pick(luck < 0.5 ? WELL : luck < 0.65 ? THINKS : luck < 0.92 ? BROKEN : EARLY)
  return asked(kind, `${kind.numbers(dice)} ${mark}`.trim())
}

/** What a second tab asks: short, and nothing goes wrong with it. */
export const rivalOf = (mark: string): Asked => asked(WELL[0], `tokens=20 ${mark}rival.`)

function asked({ model, answer = bench, traits }: Omit<Kind, 'numbers'>, question: string): Asked {
  const deltas = answer(question)
  const texts = deltas.map(delta => ('content' in delta ? delta.content : ''))
  const thoughts = deltas.map(delta => ('content' in delta ? '' : delta.thinking))
  const all = { well: true, endless: false, alternates: false, continues: true, think: false, ...traits }
  return {
    model,
    question,
    ...all,
    length: [...texts, ...thoughts].join('').length,
    // What a model remembers of earlier questions is not known here.
    ...(all.alternates || answer !== bench ? {} : { text: texts.join('') }),
  }
}
