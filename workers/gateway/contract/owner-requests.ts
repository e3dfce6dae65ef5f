/** What comes from an owner, and from whoever would become one. */

import * as v from 'valibot'
import { OWNER_CODE_CHARS, OWNER_TEXT_CHARS } from '../../protocol/owner.ts'
import type * as owner from '../../protocol/owner.ts'
import { BOUNDS } from '../limit-settings.ts'
import { exactly } from './exactly.ts'
import { Id, wellFormed } from './requests.ts'

/** A pseudonym. */
const Who = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/, 'is no pseudonym'))

export const WhoPath = v.object({ who: Who })
export const OwnTurnPath = v.object({ turn: Id })

const Text = v.pipe(
  v.string(),
  wellFormed,
  v.trim(),
  v.maxLength(OWNER_TEXT_CHARS, `is longer than ${OWNER_TEXT_CHARS} characters`)
)

/** Models of one change: more than any box has. */
const MODELS = 1_000

const limit = ({ least, most }: { least: number; most: number }) =>
  v.pipe(
    v.number('is no number'),
    v.minValue(least, `is below ${least}`),
    v.maxValue(most, `is above ${most}`)
  )

const may = <S extends v.GenericSchema<number>>(schema: S) => v.exactOptional(v.nullable(schema))

const whole = (bounds: { least: number; most: number }) =>
  may(v.pipe(limit(bounds), v.integer('is no whole number')))

const { turnsAMinute, boxMinutes, addressBoxMinutes, newVisitorsAnHour } = BOUNDS

export const OwnerChanges = exactly<owner.OwnerChanges>()(
  v.strictObject({
    paused: v.exactOptional(v.nullable(v.strictObject({ message: Text }))),
    welcome: v.exactOptional(Text),
    models: v.exactOptional(
      v.pipe(
        v.record(v.pipe(v.string(), v.maxLength(200)), v.boolean()),
        v.maxEntries(MODELS, `names more than ${MODELS} models`)
      )
    ),
    limits: v.exactOptional(
      v.strictObject({
        turnsAMinute: whole(turnsAMinute),
        boxMinutes: may(limit(boxMinutes)),
        addressBoxMinutes: may(limit(addressBoxMinutes)),
        newVisitorsAnHour: whole(newVisitorsAnHour),
      })
    ),
  })
)

export const OwnerBlock = exactly<owner.OwnerBlock>()(
  v.strictObject({ address: v.exactOptional(v.boolean()) })
)

/** A browser may leave white space around it. */
export const Enrolment = exactly<owner.Enrolment>()(
  v.strictObject({ code: v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(OWNER_CODE_CHARS.most)) })
)
