/** What comes from outside, as schemas: what is taken, what becomes of it, and in which words it is refused. */

import * as v from 'valibot'
import { QUESTION_CHARS, TITLE_CHARS } from '../../protocol/limits.ts'
import type { HealthQuery } from '../../protocol/health.ts'
import type * as nouns from '../../protocol/nouns.ts'
import { parsePosition } from '../../protocol/position.ts'
import { exactly } from './exactly.ts'

/** A client may make its own ids: chats and turns. */
export const Id = v.pipe(v.string(), v.uuid('is not a UUID'), v.toLowerCase())

/** Half of a pair of code units is no character, and no byte of UTF-8 stands for it: here it becomes U+FFFD, one for one. */
export const wellFormed = v.transform((text: string) => text.toWellFormed())

export const ChatPath = v.object({ chat: Id })
export const TurnPath = v.object({ chat: Id, turn: Id })

export const NOT_OWN = 'names its turn by the id of something else'

export const Ask = exactly<nouns.TurnRequest>()(
  v.pipe(
    v.strictObject({
      turn: v.pipe(Id, v.description('UUIDv7 made by the client: the same turn sent again is one turn.')),
      parent: v.pipe(v.nullable(Id), v.description('The message it answers to; null at the top of a chat.')),
      text: v.exactOptional(
        v.pipe(
          v.string(),
          v.check(text => text.trim() !== '', 'is empty'),
          v.maxLength(QUESTION_CHARS, `is longer than ${QUESTION_CHARS} characters`),
          v.description(
            'The question, in UTF-16 code units. Absent to ask again: `parent` is then the question.'
          ),
          wellFormed
        )
      ),
      resume: v.exactOptional(
        v.pipe(Id, v.description('An answer to `parent` that was cut or stopped, to be gone on with.'))
      ),
      model: v.pipe(
        v.string(),
        v.nonEmpty('names no model'),
        v.maxLength(200, 'is no name of a model'),
        wellFormed
      ),
      think: v.exactOptional(v.pipe(v.boolean(), v.description('Let the model think first, where it can.'))),
      keep: v.exactOptional(
        v.pipe(
          v.literal('until-back', 'is not until-back'),
          v.description('Where the box is away the question waits for it, for a day at most.')
        )
      ),
    }),
    v.check(({ text, resume }) => text === undefined || resume === undefined, 'asks and resumes at once'),
    v.check(({ turn, parent, resume }) => turn !== parent && turn !== resume, NOT_OWN)
  )
)

export const Change = exactly<nouns.ChatChange>()(
  v.strictObject({
    title: v.exactOptional(
      v.pipe(
        v.string(),
        wellFormed,
        v.trim(),
        v.nonEmpty('is empty'),
        v.maxLength(TITLE_CHARS, `is longer than ${TITLE_CHARS} characters`)
      )
    ),
  })
)

export const ChatsQuery = exactly<nouns.PageQuery>()(
  v.object({
    cursor: v.exactOptional(
      v.pipe(v.string(), v.maxLength(100), v.description('`cursor` of the page before.'))
    ),
  })
)

/** Which piece of which path of a chat is opened. */
export const PieceQuery = exactly<nouns.PathQuery>()(
  v.object({
    through: v.exactOptional(
      v.pipe(Id, v.description('The path through this message; else through the newest one.'))
    ),
    before: v.exactOptional(
      v.pipe(Id, v.description('Only what stands above this message, the nearest piece of it.'))
    ),
  })
)

/** Whom a monitor wakes. */
export const BoxQuery = exactly<HealthQuery>()(
  v.object({
    box: v.exactOptional(
      v.pipe(
        v.picklist(['0', '1'], 'is neither 0 nor 1'),
        v.description('`1`: a box that is off is a failure.')
      )
    ),
  })
)

/** `Last-Event-ID`, in lower case as hono gives headers. Absent means from the beginning. */
export const ResumeHeader = v.object({
  'last-event-id': v.exactOptional(
    v.pipe(
      v.string(),
      v.description('The id of the last event that was seen. Absent: from the beginning.'),
      v.rawTransform(({ dataset, addIssue, NEVER }) => {
        const position = parsePosition(dataset.value)
        if (position !== null) return position
        addIssue({ message: 'is no position' })
        return NEVER
      })
    ),
    '0'
  ),
})
