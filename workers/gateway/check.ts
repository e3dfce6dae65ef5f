/** The edge: what comes from outside is parsed here, once, into the types that all behind it trust. */

import { vValidator } from '@hono/valibot-validator'
import type { ValidationTargets } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { QUESTION_CHARS, TITLE_CHARS } from '../protocol/limits.ts'
import { parsePosition } from '../protocol/position.ts'
import { problem } from '../protocol/problems.ts'
import type { App } from './app.ts'
import { refuse } from './refuse.ts'

/** A client may make its own ids: chats and turns. */
const Id = v.pipe(v.string(), v.uuid('is not a UUID'), v.toLowerCase())

/** Half of a pair of code units is no character, and no byte of UTF-8 stands for it: here it becomes U+FFFD, one for one. */
const Text = v.pipe(
  v.string(),
  v.transform(text => text.toWellFormed())
)

export const ChatPath = v.object({ chat: Id })
export const TurnPath = v.object({ chat: Id, turn: Id })

const NOT_OWN = 'names its turn by the id of something else'

export const Ask = v.pipe(
  v.strictObject({
    turn: Id,
    parent: v.nullable(Id),
    text: v.exactOptional(
      v.pipe(
        Text,
        v.check(text => text.trim() !== '', 'is empty'),
        v.maxLength(QUESTION_CHARS, `is longer than ${QUESTION_CHARS} characters`)
      )
    ),
    resume: v.exactOptional(Id),
    model: v.pipe(Text, v.nonEmpty('names no model'), v.maxLength(200, 'is no name of a model')),
    think: v.exactOptional(v.boolean()),
  }),
  v.check(({ text, resume }) => text === undefined || resume === undefined, 'asks and resumes at once'),
  v.check(({ turn, parent, resume }) => turn !== parent && turn !== resume, NOT_OWN)
)

export const Change = v.strictObject({
  title: v.exactOptional(
    v.pipe(
      Text,
      v.trim(),
      v.nonEmpty('is empty'),
      v.maxLength(TITLE_CHARS, `is longer than ${TITLE_CHARS} characters`)
    )
  ),
})

export const PageQuery = v.object({ cursor: v.exactOptional(v.pipe(v.string(), v.maxLength(100))) })

/** Which piece of which path of a chat is opened; protocol's `PathQuery`. */
export const PieceQuery = v.object({ through: v.exactOptional(Id), before: v.exactOptional(Id) })

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

/** How a request is refused that a part of it does not fit: the part, and why. */
const unread = (part: string, why: string) =>
  problem('bad_request', { message: `Burrow could not read this request: ${part} ${why}.` })

/** A part of the request must fit this schema; else the refusal names the first field that does not, and why. */
export const check = <T extends v.GenericSchema, Target extends keyof ValidationTargets>(
  target: Target,
  schema: T
) =>
  vValidator(target, schema, (result, c) => {
    if (result.success) return
    const [issue] = result.issues
    return refuse(c, unread(v.getDotPath(issue) ?? 'The request', issue.message))
  })

/** An answer takes the id of its turn, which must be its own: not that of its chat, any more than of another message. */
export const ownTurn = createMiddleware<
  App,
  string,
  { out: { param: { chat: string }; json: { turn: string } } }
>(async function ownTurn(c, next) {
  if (c.req.valid('param').chat === c.req.valid('json').turn) return refuse(c, unread('The request', NOT_OWN))
  return next()
})
