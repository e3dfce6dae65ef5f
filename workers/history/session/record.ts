/** What the owner is told of each turn when it has ended: a line of the log and a point of the metrics, nothing of its content. */

import { causeOf, log, note } from '../../protocol/log.ts'
import type { ProblemCode } from '../../protocol/problems.ts'
import type { Answer, Ending } from './answer.ts'
import type { Course } from './course.ts'
import type { Intent } from './intent.ts'
import type { Stage, Stages } from './stages.ts'

export interface TurnRecord {
  /** As in the turn's `Trace`. */
  request: string | undefined
  who: string | undefined
  model: string | undefined
  how: Ending['status']
  /** Why it is `interrupted` or `failed`. */
  code: ProblemCode | undefined
  ms: Record<Stage, number>
  /** As Ollama counted them; for an answer that is not done, what had come of it, and no prompt. */
  tokens: { prompt: number | undefined; answer: number }
  /** Requests for an answer, deaths of the session included. */
  tries: number
  /** Places at which the answer was cut and went on. */
  seams: number
}

export function recordOf(
  { trace, answer: { model } }: Intent,
  answer: Answer,
  { status, problem, figures }: Ending,
  { tries }: Course,
  { ms }: Stages
): TurnRecord {
  return {
    request: trace.requestId,
    who: trace.who,
    // What has answered is a model of the box's.
    model: answer.begun ? model : trace.model,
    how: status,
    code: problem?.code,
    ms,
    tokens: { prompt: figures?.promptTokens, answer: figures?.answerTokens ?? answer.lines },
    tries: tries + 1,
    seams: answer.seams.length,
  }
}

/**
 * Tells of a turn whose end was just written, once it is on disk: a session that dies before has told nobody, and the
 * next life of it ends the turn and tells. So each is told once; it is not told at all only where the session dies
 * between the two.
 */
export const recorder =
  (ctx: Pick<DurableObjectState, 'waitUntil' | 'storage'>, metrics: { record(turn: TurnRecord): void }) =>
  (record: TurnRecord): void =>
    ctx.waitUntil(
      ctx.storage.sync().then(() => {
        note('turn', { ...record })
        try {
          metrics.record(record)
        } catch (error) {
          log('unrecorded', { request: record.request, detail: causeOf(error) })
        }
      })
    )
