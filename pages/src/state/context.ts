/**
 * What the model will still be sent of a chat, by the same choice that Burrow makes (C1): as the question is being
 * written, so that nobody learns of it afterwards.
 */

import { computed, type ReadonlySignal } from '@preact/signals'
import {
  chooseContext,
  type Choice,
  estimateTokens,
  knownOf,
  roomFor,
  tokensOf,
  type Weighed,
} from '../../../workers/protocol/context.ts'
import type { ContextCut, PathMessage } from '../../../workers/protocol/nouns.ts'
import { trimQuestion } from '../words/question.ts'
import { draftKey, type Chat } from './chat.ts'
import { draftOf } from './drafts.ts'
import { model } from './models.ts'
import { hasEarlier, type Step } from './tree.ts'

export interface Outlook extends Choice {
  /** Tokens that the model can read, answer included. */
  context: number
  /** Tokens from which something must be left out. */
  edge: number
  /** The first message that is sent, where something before it is not; empty for the question that is being written. */
  first: string | null
  /** Questions that are sent until now and not with the next; null where the page does not hold them all. */
  leaving: number | null
}

/** Stands for what the page has not fetched of the path. */
const ABOVE = 'above'

interface Base {
  weighed: Weighed[]
  context: number
  edge: number
  template: number
  kept: ContextCut | null
  /** Where what was sent last begins: at `kept`, or at 0. */
  from: number
  /** Tokens of all from there on. */
  tokens: number
}

function baseOf(path: readonly Step[], kept: ContextCut | null): Base | null {
  const asked = model.value
  const messages = path.map(({ message }) => message)
  const known = knownOf(messages, asked?.name ?? '')
  const context = known.context ?? asked?.context
  if (context === undefined) return null
  const { template = 0 } = known
  const weighed = messages.map(weigh)
  if (hasEarlier(path)) weighed.unshift(aboveOf(messages, weighed, template))
  const holds = kept !== null && context <= kept.context
  const at = holds ? weighed.findIndex(({ id }) => id === kept.from) : -1
  const from = Math.max(0, at)
  const tokens = weighed.slice(from).reduce((all, { tokens: own = 0 }) => all + own, template)
  const edge = context - roomFor(context)
  return { weighed, context, edge, template, kept: at === -1 ? null : kept, from, tokens }
}

const weigh = (message: PathMessage): Weighed => ({
  id: message.id,
  role: message.role,
  text: '',
  tokens: tokensOf(message),
})

/** What Ollama counted for the last answer's prompt, less what the page holds of it. */
function aboveOf(messages: readonly PathMessage[], weighed: readonly Weighed[], template: number): Weighed {
  const last = messages.findLastIndex(({ figures }) => figures?.promptTokens !== undefined)
  const before = new Set(messages.slice(0, Math.max(0, last)).map(({ id }) => id))
  const held = weighed
    .filter(({ id }) => before.has(id))
    .reduce((all, { tokens = 0 }) => all + tokens, template)
  const tokens = Math.max(0, (messages[last]?.figures?.promptTokens ?? 0) - held)
  return { id: ABOVE, role: 'user', text: '', tokens }
}

/** With a question of so many tokens behind it. */
function lookAhead(base: Base, question: Weighed | null): Outlook {
  const { weighed, context, edge, template, kept, from } = base
  const tokens = base.tokens + (question?.tokens ?? 0)
  // While all of it fits, a key more costs one addition.
  const choice =
    tokens <= edge
      ? { from, cut: kept, tokens, over: 0 }
      : chooseContext(question ? [...weighed, question] : weighed, context, kept, template)
  const left = weighed.slice(from, choice.from)
  // What does not fit alone is not asked, and moves nothing.
  const first = choice.over > 0 ? from : choice.from
  return {
    ...choice,
    context,
    edge,
    first: first === 0 ? null : (weighed[first]?.id ?? ''),
    leaving: left[0]?.id === ABOVE ? null : left.filter(({ role }) => role === 'user').length,
  }
}

const questionOf = (text: string): Weighed => ({
  id: '',
  role: 'user',
  text: '',
  tokens: estimateTokens(trimQuestion(text)),
})

/** How it will be with a question behind the message `parent` of the path that is shown; null while no context is known. */
export function outlookFor(chat: Chat, parent: string | null, text: string | undefined): Outlook | null {
  const path = chat.path.peek()
  const end = path.findIndex(({ message }) => message.id === parent) + 1
  const base = baseOf(path.slice(0, end), chat.cut.peek())
  return base && lookAhead(base, text === undefined ? null : questionOf(text))
}

const outlooks = new WeakMap<Chat, ReadonlySignal<Outlook | null>>()

/** How it is with what stands in the composer now; while an answer runs, with what that was sent. */
export function outlookOf(chat: Chat): ReadonlySignal<Outlook | null> {
  const known = outlooks.get(chat)
  if (known) return known
  const base = computed(() => {
    const path = chat.path.value
    const running = chat.live.value?.turn
    return baseOf(running === path.at(-1)?.message.id ? path.slice(0, -1) : path, chat.cut.value)
  })
  const question = computed(() => (chat.live.value ? null : questionOf(draftOf(draftKey(chat)).value)))
  const outlook = computed(() => base.value && lookAhead(base.value, question.value))
  outlooks.set(chat, outlook)
  return outlook
}
