/** One try of a turn: what is asked of the gateway, what it came to in figures, and who hears of them. */

import type { TryReport } from '../../protocol/completion.ts'
import type { Figures } from '../../protocol/nouns.ts'
import type { ProblemCode } from '../../protocol/problems.ts'
import type { Ending } from './answer.ts'
import type { Dependencies } from './dependencies.ts'
import { ofTheWhole } from './figures.ts'
import type { Hold } from './hold.ts'
import type { Intent } from './intent.ts'
import type { Prompt } from './prompt.ts'
import { tell } from './report.ts'
import { type Outcome, Try } from './try.ts'
import type { AnswerWriter, Resumed } from './writer.ts'

/** The turn whose try it is. */
interface Asking {
  intent: Intent
  writer: AnswerWriter
  hold: Hold
  around: Dependencies
}

interface How {
  /** It is a further try. */
  again: boolean
  /** What wrote that which is resumed. */
  digest: string | undefined
  /** As `CompletionRequest` has it. */
  keep: boolean
  /** Until when it may wait, in Unix milliseconds. */
  until: number
}

/** Never throws. The gateway is asked before this returns for the first time. */
export async function ask(
  { intent, writer, hold, around }: Asking,
  prompt: Prompt,
  resumed: Resumed | undefined,
  { again, digest, keep, until }: How
): Promise<Outcome> {
  const { trace } = intent
  const { id: turn, model, createdAt } = intent.answer
  const written = resumed?.tokens ?? 0
  const outcome = await new Try(writer, hold, around).run({
    requestId: trace.requestId,
    turn,
    session: { owner: intent.owner, chat: intent.chat, until },
    model,
    think: intent.think,
    written,
    again,
    ...(keep && { keep }),
    ...(trace.who !== undefined && { who: trace.who }),
    ...(trace.from !== undefined && { from: trace.from }),
    ...(trace.times !== undefined && { times: trace.times }),
    ...prompt.request(written),
    ...(resumed === undefined ? {} : { prefill: resumed.text }),
    ...(resumed === undefined || digest === undefined ? {} : { digest }),
  })
  if (outcome.queued !== undefined) return outcome
  const { status, figures } = outcome.ending
  around.later(tell(around.gateway, reportOf(intent, outcome)))
  if (status !== 'done' || figures === undefined) return outcome
  if (resumed !== undefined) {
    const whole = ofTheWhole({ ...figures, ...outcome.host }, written, createdAt)
    return { ...outcome, ending: { status, figures: whole } }
  }
  const counted = prompt.count(figures, outcome.host)
  if (intent.question !== null && counted.question !== undefined) intent.question.tokens = counted.question
  return {
    ...outcome,
    ending: { status, figures: again ? ofTheWhole(counted.figures, 0, createdAt) : counted.figures },
  }
}

/** Said by the host itself, in its own stream: it does nothing for this any more. */
const ENDED = new Set<ProblemCode | undefined>(['model_failed', 'repetition', 'too_long'])

function reportOf({ trace: { requestId }, answer }: Intent, { ending, by, brought }: Outcome): TryReport {
  const { status } = ending
  const figures: Figures | undefined = ending.figures
  const ended = status === 'done' || status === 'stopped'
  const how = ended ? status : brought ? 'cut' : 'failed'
  const { id: turn, model } = answer
  return {
    requestId,
    turn,
    model,
    how,
    read: brought || (by === 'stream' && ENDED.has(ending.problem?.code)),
    last: ended,
    ...(figures === undefined ? {} : { figures }),
  }
}

/** The end of a turn that no try's own report has told. */
export function endOf({ trace: { requestId }, answer }: Intent, { status }: Ending): TryReport {
  const how = status === 'done' || status === 'stopped' ? status : 'failed'
  return { requestId, turn: answer.id, model: answer.model, how, last: true }
}
