/** What the requests of both services have alike, within bounds. */

import * as v from 'valibot'
import { NOT_CARRIED } from './taken.ts'

/** Messages of one request: more than fits any context; what they hold is bounded by the body. */
const MESSAGES = 2_000

/** Texts that end an answer, and characters of each. */
const STOPS = 32
const STOP_CHARS = 200

const MOST_TOKENS = 1_000_000
const MOST_SEED = 2 ** 31 - 1

export const may = v.exactOptional

/** Half of a pair of code units is no character, and no byte of UTF-8 stands for it: here it becomes U+FFFD. */
export const Text = v.pipe(
  v.string('is no text'),
  v.transform(text => text.toWellFormed())
)

export const Model = v.pipe(
  v.string('is no name of a model'),
  v.nonEmpty('names no model'),
  v.maxLength(200, 'is no name of a model'),
  v.transform(name => name.toWellFormed()),
  v.description('As the list of models names it; without a tag it is `:latest`.')
)

export const Flag = v.boolean('is neither true nor false')

/** A number within bounds, both included. */
export const within = (least: number, most: number) =>
  v.pipe(
    v.number('is no number'),
    v.minValue(least, `is below ${least}`),
    v.maxValue(most, `is above ${most}`)
  )

export const whole = (least: number, most: number) =>
  v.pipe(within(least, most), v.integer('is no whole number'))

export const Tokens = whole(1, MOST_TOKENS)
export const Seed = whole(-MOST_SEED, MOST_SEED)

const Stop = v.pipe(
  v.string('is no text'),
  v.nonEmpty('is empty'),
  v.maxLength(STOP_CHARS, `is longer than ${STOP_CHARS} characters`)
)
export const Stops = v.union([
  v.pipe(
    Stop,
    v.transform(stop => [stop])
  ),
  v.pipe(v.array(Stop, 'is no list'), v.maxLength(STOPS, `has more than ${STOPS} texts`)),
])

/** Asked for in a way that changes nothing; any other is not carried. */
export const nothingBut = <const T extends string | number | boolean>(value: T) =>
  v.literal(value, NOT_CARRIED)

export const messages = <M extends v.GenericSchema>(message: M) =>
  v.pipe(
    v.array(message, 'is no list of messages'),
    v.nonEmpty('has no message'),
    v.maxLength(MESSAGES, `has more than ${MESSAGES} messages`)
  )

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** What is there of it. */
export const given = <T extends object>(record: T): Given<T> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Given<T>
