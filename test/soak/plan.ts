/**
 * What a seed does, drawn from nothing but the seed: its chats, the turns of each, who watches and how, and which
 * faults strike when an answer has reached which position. Nothing in a plan is a time.
 */

import { Dice } from './dice.ts'
import { type Asked, drawModel } from './models.ts'

/** How a further viewer watches. All begin with the answer, but one that comes late. */
export type Habit =
  /** Leaves at each of these positions, and attaches again by position when the first viewer is so much further. */
  | { is: 'leaves'; at: number[]; away: number }
  /** Forgets all at each of these positions, and begins with what the opened chat says. */
  | { is: 'reloads'; at: number[] }
  /** Takes a frame, and waits so many milliseconds before the next. */
  | { is: 'crawls'; ms: number }
  | { is: 'never reads' }
  /** Attaches when the answer has reached this, or has ended. */
  | { is: 'comes late'; at: number }
  /** Opens the chat at each of these positions and when the turn has ended. */
  | { is: 'looks'; at: number[] }

/** Those of the world strike every chat: only a stormy seed has them, and it has the world for itself. */
const WORLD = ['all die', 'D1 gone', 'host down'] as const
const COMMON = [
  'die',
  'die',
  'die',
  'cut',
  'cut',
  'box dies',
  'away',
  'away',
  'repeat',
  'rival',
  'stop',
] as const
const LAST = ['stop', 'stop and die', 'delete', 'delete and send'] as const
export type Fault = (typeof COMMON | typeof LAST | typeof WORLD)[number] | 'back'

export interface Strike {
  /** When the turn's first viewer has seen so much of it; or when it has ended, if it ends before. */
  at: number
  what: Fault
}

/** What befalls a session whose turn has ended while D1 does not take it. */
export type Trial = 'alarm' | 'die' | 'put away'

export interface TurnPlan extends Asked {
  mark: string
  /** Answers to the turn before, or stands beside it. */
  parent: 'the last' | 'its parent'
  /** Another tab sends a question of its own at the same moment. */
  together: boolean
  /** From here on nobody watches, until D1 has the turn. */
  unwatched: number | null
  viewers: Habit[]
  strikes: Strike[]
  /** While D1 does not take the turn, if a strike took it away. */
  trials: Trial[]
  /** D1 comes back only with the next turn: before it is asked, while it is answered, or when it has ended. */
  staysAway: boolean
  back: 'before' | 'within' | 'after'
}

export interface Plan {
  seed: number
  stormy: boolean
  chats: TurnPlan[][]
}

export function planOf(seed: number): Plan {
  const dice = new Dice(seed)
  const stormy = isStormy(seed)
  const chats = Array.from({ length: stormy ? dice.between(6, 12) : dice.between(3, 6) }, (_, chat) =>
    Array.from({ length: dice.pick([1, 1, 2, 2, 3]) }, (__, turn) =>
      drawTurn(dice, `mark-${seed}-${chat}-${turn}.`, stormy)
    )
  )
  return { seed, stormy, chats }
}

export const isStormy = (seed: number): boolean => seed % 10 === 0

function drawTurn(dice: Dice, mark: string, stormy: boolean): TurnPlan {
  const model = drawModel(dice, mark)
  /** The very beginning and the very end are where things meet. */
  const place = () =>
    Math.floor(model.length * dice.pick([0, dice.fraction(), dice.fraction(), dice.fraction(), 1]))
  const places = () => dice.some(1, 3, place).toSorted((one, other) => one - other)
  const strikes = dice.some(0, 3, (): Strike => ({ at: place(), what: drawFault(dice, stormy) }))
  if (model.endless && !strikes.some(({ what }) => what === 'stop'))
    strikes.push({ at: model.model === 'fault-hang:1b' ? 0 : place(), what: 'stop' })
  /** Viewers whose connection breaks with the session, and who come back when it has written on. */
  const cutOff = strikes
    .filter(({ what }) => what === 'die' && dice.chance(0.7))
    .map(({ at }): Habit => ({ is: 'leaves', at: [at], away: dice.between(1, model.length) }))
  return {
    ...model,
    mark,
    parent: dice.chance(0.85) ? 'the last' : 'its parent',
    together: dice.chance(0.1),
    unwatched: !model.endless && dice.chance(0.2) ? place() : null,
    viewers: [...dice.some(0, 3, () => drawHabit(dice, place, places)), ...cutOff],
    strikes: strikes.toSorted((one, other) => one.at - other.at),
    trials: dice.some(0, 3, () => dice.pick<Trial>(['alarm', 'die', 'put away'])),
    staysAway: dice.chance(0.5),
    back: dice.pick(['before', 'within', 'after']),
  }
}

function drawFault(dice: Dice, stormy: boolean): Fault {
  if (stormy && dice.chance(0.3)) return dice.pick(WORLD)
  return dice.chance(0.15) ? dice.pick(LAST) : dice.pick(COMMON)
}

function drawHabit(dice: Dice, place: () => number, places: () => number[]): Habit {
  switch (
    dice.pick(['leaves', 'leaves', 'reloads', 'crawls', 'never reads', 'comes late', 'looks'] as const)
  ) {
    case 'leaves':
      return { is: 'leaves', at: places(), away: dice.pick([0, place(), place()]) }
    case 'reloads':
      return { is: 'reloads', at: places() }
    case 'crawls':
      return { is: 'crawls', ms: dice.between(20, 250) }
    case 'never reads':
      return { is: 'never reads' }
    case 'comes late':
      return { is: 'comes late', at: place() }
    case 'looks':
      return { is: 'looks', at: places() }
  }
}
