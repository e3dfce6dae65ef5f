/** Asks: a new question, an edited one, or the same one again. The page shows it in the same frame. */

import { batch } from '@preact/signals'
import { v7 as uuidv7 } from 'uuid'
import type { ContextCut, Message, TurnRequest } from '../../../workers/protocol/nouns.ts'
import { plural } from '../words/numbers.ts'
import { trimQuestion } from '../words/question.ts'
import { boxOffline } from './box.ts'
import { adopt, type Chat, current, draftKey } from './chat.ts'
import { type Outlook, outlookFor } from './context.ts'
import { draftOf, giveBack, send, write } from './drafts.ts'
import { newLive } from './live.ts'
import { model, thinks, whyNoModel } from './models.ts'
import { followIn, load } from './open-chat.ts'
import { refuse, type Asked } from './refuse.ts'
import { goTo } from './route.ts'
import { titleOf } from '../../../workers/protocol/title.ts'
import { hasEarlier } from './tree.ts'
import { add, OWN } from './tree-changes.ts'

/** A question that was given back: sent again unchanged it is the same turn, should Burrow have it after all. */
let unsent: TurnRequest | null = null

/** False where nothing can be asked yet; the chat then says why. */
export function ask(chat: Chat, text: string): boolean {
  switch (chat.presence.peek()) {
    case 'missing':
      return askAnew(text)
    case 'loading':
      return notSent(chat, 'This chat is still being fetched.')
    case 'lost':
      return notSent(chat, 'Burrow cannot be reached.')
  }
  const last = chat.path.peek().at(-1)?.message
  const parent = last?.role === 'assistant' ? last.id : (last?.parent ?? null)
  return begin(chat, { parent, text, from: 'composer' })
}

/** There is no such chat: what was written for it begins a new one. */
function askAnew(text: string): true {
  goTo(null)
  const chat = current.peek()
  if (!ask(chat, text)) giveBack(draftKey(chat), text)
  return true
}

function notSent(chat: Chat, why: string): false {
  chat.refusal.value = { first: 'Not sent.', why }
  return false
}

export function askEdited(chat: Chat, question: Message, text: string): boolean {
  return begin(chat, { parent: question.parent, text, from: question.id })
}

/** Asks the same question for another answer. */
async function askFor(chat: Chat, asked: Message, how: Pick<Asked, 'resume' | 'keep'> = {}): Promise<void> {
  const question = await named(chat, asked)
  // A question that Burrow does not have is told again instead.
  if (question.id.startsWith(OWN)) {
    const { parent, text } = question
    begin(chat, { parent, text, from: question.id, ...(how.keep && { keep: true }) })
  } else begin(chat, { parent: question.id, from: 'again', ...how })
}

export const askAgain = (chat: Chat, question: Message): Promise<void> => askFor(chat, question)

/** Asks it again, to be answered when the box is back. */
export const askForLater = (chat: Chat, question: Message): Promise<void> =>
  askFor(chat, question, { keep: true })

/** Asks for the rest of an answer that was cut, in a new version of it that begins with what is there. */
export const askFurther = (chat: Chat, question: Message, answer: Message): Promise<void> =>
  askFor(chat, question, { resume: answer.id })

/** The question as Burrow has it. Where its answer has just broken off, the name of it is still on its way. */
async function named(chat: Chat, question: Message): Promise<Message> {
  if (!question.id.startsWith(OWN)) return question
  await load(chat)
  const { held } = chat.tree.peek()
  return held.get(held.get(question.id.slice(OWN.length))?.parent ?? '') ?? question
}

/** What a model is told that cannot go on with its own words: it sees them, and answers to this. */
const FURTHER = 'Continue where you stopped.'

function begin(chat: Chat, asked: Asked): boolean {
  const name = model.peek()?.name
  if (chat.live.peek()) return false
  if (!name) {
    chat.refusal.value = { first: 'Not asked.', why: whyNoModel() }
    return false
  }
  const outlook = outlookFor(chat, asked.parent, asked.text)
  if (outlook && outlook.over > 0) {
    chat.refusal.value = { first: 'Not asked.', why: tooLong(outlook.over) }
    return false
  }
  const request = requestOf(asked, name)
  const before = { tip: chat.tree.peek().tip, cut: chat.cut.peek() }
  const question = asked.text === undefined ? asked.parent : OWN + request.turn
  const now = Date.now()
  batch(() => {
    chat.refusal.value = null
    chat.editing.value = null
    const fresh: Message[] = []
    if (asked.text !== undefined && question) {
      const { parent, text } = asked
      fresh.push({ id: question, parent, role: 'user', status: 'done', text, createdAt: now })
    }
    const { turn } = request
    const status = 'running'
    fresh.push({
      id: turn,
      parent: question,
      role: 'assistant',
      status,
      text: '',
      model: name,
      createdAt: now,
    })
    chat.tree.value = add(chat.tree.peek(), fresh)
    if (outlook) chat.cut.value = cutOf(outlook, chat, question)
    if (chat.presence.peek() === 'new') settleIn(chat, asked.text ?? '')
    const target = { chat: chat.id, turn, request, after: '0' }
    followIn(chat, newLive({ turn, model: name, asked: true }), target, why => {
      unsent = request
      refuse(chat, { ...asked, before }, fresh, why, () => onceMore(chat, asked))
      if (asked.resume === undefined || why?.code !== 'no_continuation') return
      // Of an answer that has only thought the model sees nothing.
      if (chat.tree.peek().held.get(asked.resume)?.text === '')
        begin(chat, { parent: asked.parent, from: 'again' })
      else begin(chat, { parent: asked.resume, text: FURTHER, from: 'composer' })
    })
  })
  return true
}

/** Asks what was given back, as it stands there by now. */
function onceMore(chat: Chat, asked: Asked): void {
  if (asked.from !== 'composer') {
    const text = chat.editing.peek()?.text ?? asked.text
    begin(chat, { ...asked, ...(text !== undefined && { text }) })
    return
  }
  const key = draftKey(chat)
  const text = draftOf(key).peek()
  const question = trimQuestion(text)
  chat.refusal.value = null
  if (!question) return
  send(key)
  if (!ask(chat, question)) write(key, text)
}

/** How the page says it before it asks, and under the composer while the question is being written. */
export const tooLong = (over: number) =>
  `This question is ${plural(over, 'token', 'tokens')} longer than the model can read.`

/** What Burrow will keep of the choice. What it was before may lie further up than the page holds. */
function cutOf({ cut }: Outlook, chat: Chat, question: string | null): ContextCut | null {
  if (cut) return { ...cut, from: cut.from || (question ?? '') }
  return hasEarlier(chat.path.peek()) ? chat.cut.peek() : null
}

function requestOf({ parent, text, resume, keep }: Asked, name: string): TurnRequest {
  const request: TurnRequest = { turn: uuidv7(), parent, model: name, think: thinks.peek() }
  if (text !== undefined) request.text = text
  if (resume !== undefined) request.resume = resume
  const same = unsent && sameness(unsent) === sameness(request)
  if (same && unsent) request.turn = unsent.turn
  unsent = null
  if (keep || boxOffline.peek()) request.keep = 'until-back'
  return request
}

/** What makes two requests the same question. Whether it may wait is another matter. */
const sameness = ({ turn: _turn, keep: _keep, ...rest }: TurnRequest) => JSON.stringify(rest)

function settleIn(chat: Chat, text: string) {
  chat.title.value = titleOf(text)
  chat.presence.value = 'here'
  adopt(chat)
  goTo(chat.id)
}
