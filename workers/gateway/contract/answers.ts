/** What Burrow answers, as schemas of protocol's nouns. Nothing is checked by them at run time: the document is made from them. */

import * as v from 'valibot'
import type * as health from '../../protocol/health.ts'
import type * as events from '../../protocol/events.ts'
import type * as nouns from '../../protocol/nouns.ts'
import * as protocol from '../../protocol/problems.ts'
import type * as states from '../../protocol/turn-state.ts'
import { exactly } from './exactly.ts'

const Id = v.pipe(v.string(), v.uuid())
const Whole = v.pipe(v.number(), v.integer())
const Count = v.pipe(Whole, v.minValue(0))
const Ns = v.pipe(v.number(), v.minValue(0), v.description('Nanoseconds.'))
const Time = v.pipe(Whole, v.description('Unix time in milliseconds.'))
const may = v.exactOptional

const codes = Object.keys(protocol.problems) as protocol.ProblemCode[]

export const Problem = exactly<protocol.Problem>()(
  v.object({
    code: v.picklist(codes),
    message: v.pipe(v.string(), v.description('A sentence for a person.')),
    retryable: v.pipe(v.boolean(), v.description('The same request may succeed later.')),
    retryAfterMs: may(Count),
    turn: may(v.pipe(Id, v.description('With `chat_busy`: the turn that is running.'))),
  })
)

export const Figures = exactly<nouns.Figures>()(
  v.object({
    reason: may(
      v.pipe(v.string(), v.description('Why the model stopped: `stop`, `length` or another word.'))
    ),
    totalNs: may(Ns),
    loadNs: may(Ns),
    promptTokens: may(Count),
    promptNs: may(Ns),
    answerTokens: may(Count),
    answerNs: may(Ns),
    context: may(v.pipe(Count, v.description('Tokens of context that the host gave the model.'))),
    digest: may(v.pipe(v.string(), v.description('Names the weights and the template that answered.'))),
    templateTokens: may(Count),
  })
)

export const Message = exactly<nouns.Message>()(
  v.object({
    id: v.pipe(Id, v.description('An answer’s id is the id of its turn.')),
    parent: v.pipe(v.nullable(Id), v.description('What it answers to; null at the top.')),
    role: v.picklist(['user', 'assistant']),
    status: v.picklist(['running', 'done', 'stopped', 'interrupted', 'failed']),
    text: v.string(),
    thinking: may(v.string()),
    inline: may(v.object({ open: v.string(), close: v.string() })),
    model: may(v.string()),
    figures: may(Figures),
    problem: may(Problem),
    tokens: may(Count),
    seams: may(
      v.pipe(v.array(Whole), v.description('Where in `text` it was cut and went on; -1 in its thinking.'))
    ),
    createdAt: Time,
  })
)

export const PathMessage = exactly<nouns.PathMessage>()(
  v.object({
    ...Message.entries,
    siblings: may(v.pipe(v.array(Id), v.description('All versions, oldest first, where there are several.'))),
  })
)

export const ChatSummary = exactly<nouns.ChatSummary>()(
  v.object({
    id: Id,
    title: v.string(),
    updatedAt: Time,
    running: may(v.pipe(Id, v.description('The turn that is being written.'))),
  })
)

export const ChatPage = exactly<nouns.ChatPage>()(
  v.object({
    chats: v.array(ChatSummary),
    cursor: v.pipe(v.nullable(v.string()), v.description('Asks for the next page; null at the end.')),
  })
)

export const TurnState = exactly<states.TurnState>()(
  v.variant('state', [
    v.object({
      state: v.literal('queued'),
      until: may(v.pipe(Time, v.description('The box is away; the question is kept until then.'))),
      position: may(v.pipe(Count, v.description('In the queue, if nobody else comes; 1 is the next.'))),
      ahead: may(Count),
      aboutMs: may(Count),
      changingTo: may(v.pipe(v.string(), v.description('The model that the box is about to load.'))),
      drainsMs: may(v.pipe(Count, v.description('The box reads on what somebody stopped.'))),
      why: may(
        v.pipe(
          v.picklist(['cut', 'loaded', 'older', 'back', 'host']),
          v.description('Why the position has risen.')
        )
      ),
    }),
    v.object({ state: v.literal('loading') }),
    v.object({ state: v.literal('reading') }),
    v.object({
      state: v.literal('waiting'),
      attempt: Count,
      attempts: Count,
      code: may(v.picklist(codes)),
    }),
  ])
)

export const OpenChat = exactly<nouns.OpenChat>()(
  v.object({
    chat: ChatSummary,
    messages: v.pipe(v.array(PathMessage), v.description('One path, parents before children.')),
    earlier: v.pipe(v.boolean(), v.description('There is more above: `before` the first of these.')),
    cut: v.nullable(v.object({ from: Id, context: Count })),
    running: v.nullable(
      v.object({
        turn: Id,
        position: v.pipe(Count, v.description('Attach from here.')),
        state: may(TurnState),
      })
    ),
  })
)

export const Model = exactly<nouns.Model>()(
  v.object({
    name: v.string(),
    size: v.pipe(Count, v.description('Bytes on disk.')),
    context: may(v.pipe(Count, v.description('In tokens.'))),
    parameters: may(v.string()),
    sees: v.boolean(),
    thinks: v.boolean(),
    tools: v.boolean(),
    loaded: v.pipe(v.boolean(), v.description('In the box’s memory at this moment.')),
  })
)

export const ModelList = exactly<nouns.ModelList>()(v.object({ models: v.array(Model) }))

export const Status = exactly<nouns.Status>()(
  v.object({
    box: v.picklist(['ready', 'loading', 'offline', 'misconfigured']),
    queue: v.pipe(Count, v.description('Turns that wait for a place at the box.')),
    answering: v.pipe(Count, v.description('Turns that the box is answering.')),
    loaded: v.array(v.string()),
    loading: may(v.pipe(v.string(), v.description('The model that is being loaded while it is `loading`.'))),
    demo: v.pipe(v.boolean(), v.description('No Ollama answers, and the demo stands in for it.')),
    version: v.string(),
    oldestPage: v.pipe(Count, v.description('The oldest page that is still served.')),
    problem: may(Problem),
    since: may(v.pipe(Time, v.description('Since when it is `offline` or `misconfigured`.'))),
    paused: may(
      v.pipe(
        v.object({ message: v.string() }),
        v.description('The owner takes no new questions, and says this, which may be nothing.')
      )
    ),
    welcome: may(v.pipe(v.string(), v.description('Plain text for whoever begins a chat.'))),
  })
)

/** Of a part that is not well. */
const Wrong = v.nullable(v.picklist(codes))

export const Health = exactly<health.Health>()(
  v.object({ status: v.picklist(['pass', 'warn', 'fail']), gateway: Wrong, history: Wrong, box: Wrong })
)

const Text = v.object({ text: v.string() })

export const TurnEvent = exactly<events.TurnEvent>()(
  v.variant('type', [
    v.object({ type: v.literal('state'), data: TurnState }),
    v.object({ type: v.literal('thinking'), data: Text }),
    v.object({ type: v.literal('text'), data: Text }),
    v.object({ type: v.literal('rewind'), data: v.object({ position: Count }) }),
    v.object({ type: v.literal('done'), data: v.object({ message: Message }) }),
    v.object({ type: v.literal('problem'), data: Problem }),
  ])
)
