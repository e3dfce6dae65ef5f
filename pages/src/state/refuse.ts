/** A question that did not begin: the page takes it back, and its writer gets the text and the reason. */

import { batch } from '@preact/signals'
import type { ContextCut, Message } from '../../../workers/protocol/nouns.ts'
import type { Problem, ProblemCode } from '../../../workers/protocol/problems.ts'
import { announce } from './announce.ts'
import { refreshBox } from './box.ts'
import { disown, draftKey, type Chat } from './chat.ts'
import { giveBack } from './drafts.ts'
import { load } from './open-chat.ts'
import { wasOutdated } from './outdated.ts'
import { goTo, route } from './route.ts'
import { without } from './tree-changes.ts'
import { online } from './wake.ts'

export interface Asked {
  parent: string | null
  /** Absent where a question is asked again. */
  text?: string
  /** The answer whose rest is asked for. */
  resume?: string
  /** It waits for the box, should that be away, whether or not the page knows that it is. */
  keep?: boolean
  /** Where the text came from: the composer, the question that was edited, or nowhere. */
  from: 'composer' | 'again' | (string & {})
}

/** Sent again now it is refused again. */
const NO_USE = new Set<ProblemCode>([
  'too_long',
  'too_large',
  'no_models',
  'chat_full',
  'outdated',
  'paused',
  'blocked',
  'too_fast',
  'used_up',
  'too_many_visitors',
  'too_much_written',
  'kept_full',
  'site_full',
])

/** How the chat stood before it was asked. */
export interface Before {
  tip: string | null
  cut: ContextCut | null
}

export function refuse(
  chat: Chat,
  asked: Asked & { before: Before },
  shown: readonly Message[],
  why: Problem | null,
  onceMore: () => void
) {
  const ids = new Set(shown.map(each => each.id))
  const busy = why?.code === 'chat_busy'
  batch(() => {
    chat.tree.value = without(chat.tree.peek(), ids, asked.before.tip)
    chat.cut.value = asked.before.cut
    // A chat that is busy exists, whoever began it.
    if (chat.tree.peek().held.size === 0 && !busy) leave(chat)
    const first = why && NO_USE.has(why.code) ? 'Not asked.' : 'Not sent.'
    const again = why?.code === 'needs_pass' && { onceMore }
    chat.refusal.value = { first, why: wordsOf(why), ...again }
    if (asked.from === 'composer') giveBack(draftKey(chat), asked.text ?? '')
    else if (asked.text !== undefined) chat.editing.value = { question: asked.from, text: asked.text }
  })
  announce('Not sent')
  if (why?.code === 'outdated') wasOutdated()
  if (busy) void load(chat)
  void refreshBox()
}

/** What the owner says with a pause stands in the box's own line. */
const wordsOf = (why: Problem | null): string =>
  why?.code === 'paused' ? 'Paused by the owner.' : (why?.message ?? whyNot())

const whyNot = () => (online() ? 'Burrow did not answer.' : 'Your browser is offline.')

function leave(chat: Chat) {
  const here = route.peek() === chat.id
  disown(chat)
  if (here) goTo(null, 'replace')
}
