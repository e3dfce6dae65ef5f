/** The judgement of a chat: every promise, held against what history keeps and what each viewer shows. */

import { chai } from 'vitest'
import { good } from '../../workers/history/test/visitor.ts'
import type { Message } from '../../workers/protocol/nouns.ts'
import type { ChatRun, TurnRun } from './run.ts'
import { type Diary, ofTurn } from './upstream.ts'
import { differ } from './differ.ts'
import { judgePath } from './paths.ts'
import { judgeText, judgeTimes, overlaps } from './sent.ts'
import { toldOf } from './told.ts'
import { until } from './wait.ts'
import { alarm, left, rows } from './world.ts'

/** Deaths and cuts of a turn that are made good for certain: the tries after them are bounded. */
const MADE_GOOD = { deaths: 3, cuts: 1 }

/** A session is empty when D1 has its turns: not at the same moment, but soon. */
const SOON_MS = 5_000

/** What is wrong with a chat that has been run; nothing if every promise was kept. */
export async function judge(of: ChatRun, diary: Diary): Promise<string[]> {
  const wrong = [...of.turns.flatMap(run => judgeTimes(run, ofTurn(diary, run))), ...overlaps(of, diary)]
  const more = of.deleted ? judgeDeleted(of) : judgeKept(of, diary)
  return [...wrong, ...(await more), ...(await judgeEmpty(of))]
}

async function judgeKept(of: ChatRun, diary: Diary): Promise<string[]> {
  const { chat, running } = good(await of.chat.open())
  const messages = await everyBranch(of)
  const stored = await rows(of.chat)
  const wrong: string[] = []
  if (stored.twisted > 0) wrong.push(`[T11] ${stored.twisted} messages stand before what they answer to`)
  if (running !== null || stored.running > 0) wrong.push('[T1] a turn is left running')
  if (chat.id !== of.chat.chat || stored.chats !== 1) wrong.push(`D1 holds ${stored.chats} chats`)
  if (messages.length !== 2 * of.turns.length || stored.messages !== messages.length)
    wrong.push(`[T1] ${of.turns.length} turns, ${messages.length} messages, ${stored.messages} rows`)
  return wrong.concat(
    of.turns.flatMap(run => judgeTurn(run, messages, ofTurn(diary, run))),
    of.turns.flatMap(run => judgePath(run, messages, ofTurn(diary, run)))
  )
}

/** All messages of a chat, opened through each of its turns. */
async function everyBranch(of: ChatRun): Promise<Message[]> {
  const all = new Map<string, Message>()
  for (const { id } of of.turns) {
    const { messages } = good(await of.chat.open({ through: id }))
    for (const { siblings: _, ...message } of messages) all.set(message.id, message)
  }
  return [...all.values()]
}

/** Nothing of it comes back, not even when its session is woken; but for what was asked while it was deleted. */
async function judgeDeleted(of: ChatRun): Promise<string[]> {
  await alarm(of.chat)
  const opened = await of.chat.open()
  const { chats, messages } = await rows(of.chat)
  of.tally.count('ended deleted')
  if (!opened.ok && opened.problem.code === 'not_found' && chats + messages === 0) return []
  const ids = opened.ok ? opened.value.messages.map(({ id }) => id) : []
  const { reborn } = of
  if (reborn !== null && ids.length === 2 && ids.includes(reborn.id) && messages === 2) return []
  return [`a deleted chat came back: ${chats} chats, ${messages} messages, opened ${JSON.stringify(ids)}`]
}

/** Nothing is left behind that would cost something. */
async function judgeEmpty(of: ChatRun): Promise<string[]> {
  let last = ''
  const empty = async () => {
    const found = await left(of.chat)
    last = JSON.stringify(found)
    return found.tables.length === 0 && found.alarm === null
  }
  return until('an empty session', empty, SOON_MS).then(
    () => [],
    () => [`[T11] D1 has all of a chat, and its session holds ${last}`]
  )
}

function judgeTurn(run: TurnRun, messages: Message[], requests: Diary): string[] {
  const { asked, request, of } = run
  const answer = messages.find(({ id }) => id === run.id)
  if (answer === undefined) return [`[T1] ${asked.question} has no answer in history`]
  of.tally.count(`ended ${answer.status}`)
  const questions = messages.filter(({ id }) => id === answer.parent)
  const asIs = questions[0]?.text === asked.question && questions[0].parent === request.parent
  const wrong = [
    ...(questions.length === 1 && asIs ? [] : [`[T1] ${questions.length} questions, or another`]),
    ...run.viewers.flatMap(viewer => judgeViewer(viewer, answer)),
    ...judgeStatus(run, answer),
    ...judgeText(run, answer, requests),
    ...judgeTold(run),
  ]
  return wrong.map(one => `${one} (${asked.question}, ${asked.model}, ${answer.status})`)
}

/** Once. A session that died may have done so just before it told; one that cannot ask D1 may end a turn that had ended. */
function judgeTold({ id, deaths, of }: TurnRun): string[] {
  const times = toldOf(id)
  if (of.stormy || times === 1 || (times === 0 && deaths.length > 0)) return []
  return [`[O1] the owner was told ${times} times`]
}

function judgeViewer({ who, text, thinking, end }: TurnRun['viewers'][number], answer: Message): string[] {
  const wrong: string[] = []
  if (text !== answer.text) wrong.push(`[T6] ${who} shows ${differ(text, answer.text)}`)
  if (thinking !== (answer.thinking ?? ''))
    wrong.push(`[T6] ${who} shows the thinking ${differ(thinking, answer.thinking ?? '')}`)
  const well = answer.status === 'done' || answer.status === 'stopped'
  const told = end?.type === 'done' ? end.data.message : end?.data
  if (end?.type !== (well ? 'done' : 'problem') || !chai.util.eql(told, well ? answer : answer.problem))
    wrong.push(`[T1] ${who} was told ${end?.type} ${JSON.stringify(told).slice(-200)}`)
  return wrong
}

function judgeStatus({ asked, of, stopped, deaths, cuts }: TurnRun, answer: Message): string[] {
  const { status, text, thinking = '', problem } = answer
  const units = text.length + thinking.length
  const few = deaths.length <= MADE_GOOD.deaths && cuts <= MADE_GOOD.cuts && !of.stormy
  const wrong: string[] = []
  if (answer.role !== 'assistant' || status === 'running') wrong.push(`[T1] it stands as ${status}`)
  if (asked.well && few && stopped === null && status !== 'done')
    wrong.push(`[T8, T9] it could have been brought to its end: ${problem?.code}`)
  if (status === 'stopped' && stopped === null) wrong.push('nobody stopped it')
  if (status === 'stopped' && deaths.length === 0 && !of.stormy && units < (stopped?.seen ?? 0))
    wrong.push(`[T5] ${stopped?.seen} had been seen before it was stopped, ${units} are kept`)
  if ((status === 'failed' && units > 0) || (status === 'interrupted' && units === 0))
    wrong.push(`${status} with ${units} units`)
  return wrong
}
