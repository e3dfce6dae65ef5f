/** The edge: what comes from outside is parsed here, once, into the types that all behind it trust. */

import { vValidator } from '@hono/valibot-validator'
import type { ValidationTargets } from 'hono'
import * as v from 'valibot'
import { QUESTION_CHARS, TITLE_CHARS } from '../protocol/limits.ts'
import { parsePosition } from '../protocol/position.ts'
import { problem } from '../protocol/problems.ts'
import { refuse } from './refuse.ts'

/** A client may make its own ids: chats and turns. */
const Id = v.pipe(v.string(), v.uuid('is not a UUID'), v.toLowerCase())

export const ChatPath = v.object({ chat: Id })
export const TurnPath = v.object({ chat: Id, turn: Id })

export const Ask = v.pipe(
  v.strictObject({
    turn: Id,
    parent: v.nullable(Id),
    text: v.exactOptional(
      v.pipe(
        v.string(),
        v.check(text => text.trim() !== '', 'is empty'),
        v.maxLength(QUESTION_CHARS, `is longer than ${QUESTION_CHARS} characters`)
      )
    ),
    resume: v.exactOptional(Id),
    model: v.pipe(v.string(), v.nonEmpty('names no model'), v.maxLength(200, 'is no name of a model')),
    think: v.exactOptional(v.boolean()),
  }),
  v.check(({ text, resume }) => text === undefined || resume === undefined, 'asks and resumes at once')
)

export const Change = v.strictObject({
  title: v.exactOptional(
    v.pipe(
      v.string(),
      v.trim(),
      v.nonEmpty('is empty'),
      v.maxLength(TITLE_CHARS, `is longer than ${TITLE_CHARS} characters`)
    )
  ),
})

export const PageQuery = v.object({ cursor: v.exactOptional(v.pipe(v.string(), v.maxLength(100))) })

/** `Last-Event-ID`, in lower case as hono gives headers. Absent means from the beginning. */
export const ResumeHeader = v.object({
  'last-event-id': v.optional(
    v.pipe(
      v.string(),
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

/** A part of the request must fit this schema; else the refusal names the first field that does not, and why. */
export const check = <T extends v.GenericSchema, Target extends keyof ValidationTargets>(
  target: Target,
  schema: T
) =>
  vValidator(target, schema, (result, c) => {
    if (result.success) return
    const [issue] = result.issues
    const field = v.getDotPath(issue) ?? 'The request'
    return refuse(
      c,
      problem('bad_request', { message: `Burrow could not read this request: ${field} ${issue.message}.` })
    )
  })
