/** Opens the chat that the address names: fetches it, and goes on following the answer that is being written in it. */

import { batch, effect } from '@preact/signals'
import type { OpenChat, RunningTurn } from '../../../workers/protocol/nouns.ts'
import type { Problem } from '../../../workers/protocol/problems.ts'
import type { Answer } from '../wire/json.ts'
import { getChat } from '../wire/routes.ts'
import { parseTurnState } from '../wire/turn-state.ts'
import type { TurnTarget } from '../wire/turn-stream.ts'
import { whenBack } from './box.ts'
import { branchOf, keepBranch } from './branches.ts'
import { chatOf, current, type Chat } from './chat.ts'
import { follow } from './follow.ts'
import { isKept, newLive, type Live } from './live.ts'
import { mergeIn } from './merge-in.ts'
import { route } from './route.ts'
import { choose, isPicked, type Tree } from './tree.ts'
import { ghosts, without } from './tree-changes.ts'

export function watchOpenChat() {
  effect(() => {
    const id = route.value
    if (id === null) return
    const chat = chatOf(id)
    const live = chat.live.peek()
    if (live && isKept(live.phase.peek())) live.knock()
    void load(chat)
  })
  whenBack(() => current.peek().presence.peek() === 'lost' && void load(current.peek()))
}

/** Chats of which the path that somebody picked was fetched anew, and not what may be new beside it. */
const behind = new Set<string>()

/**
 * Fetches how a chat stands now, a piece at most: the end of the path that was picked here, else of the newest. False
 * where Burrow did not answer, so that the page does not know.
 */
export function load(chat: Chat): Promise<boolean> {
  const loading = loads.get(chat)
  if (loading) return (loading.next ??= loading.now.then(() => load(chat)))
  const now = fetchEnd(chat).finally(() => loads.delete(chat))
  loads.set(chat, { now, next: null })
  return now
}

/** What is under way may be older than what was just heard; whatever is heard meanwhile is served by one fetch more. */
const loads = new WeakMap<Chat, { now: Promise<boolean>; next: Promise<boolean> | null }>()

async function fetchEnd(chat: Chat): Promise<boolean> {
  // What is being followed here is newer than anything that history could say.
  if (chat.live.peek() || chat.presence.peek() === 'new') return true
  if (chat.presence.peek() !== 'here') chat.presence.value = 'loading'
  const { through, answer } = await getPath(chat, pickedIn(chat))
  if (chat.live.peek()) return true
  if (answer.ok) {
    await take(chat, answer.value, through)
    return true
  }
  const known = answer.problem !== null && !answer.problem.retryable
  if (known) chat.presence.value = 'missing'
  else if (chat.presence.peek() !== 'here') chat.presence.value = 'lost'
  return known
}

/** A message on the path that somebody picked: here, or in this browser before. */
function pickedIn(chat: Chat): string | undefined {
  const path = chat.path.peek()
  if (path.length === 0) return branchOf(chat.id)
  return isPicked(path, chat.tree.peek()) ? path.at(-1)?.message.id : undefined
}

/** The branch that is shown now may have grown while another was shown. */
export async function catchUp(chat: Chat): Promise<void> {
  if (behind.has(chat.id)) await load(chat)
}

interface Path {
  /** The message that it leads through, where that was asked for and is known. */
  through: string | undefined
  answer: Answer<OpenChat>
}

/** A message that Burrow does not know, for it never began, leads nowhere: then the newest path is as good as any. */
async function getPath({ id }: Chat, through: string | undefined): Promise<Path> {
  const answer = await getChat(id, through === undefined ? {} : { through })
  const unknown = through !== undefined && !answer.ok && answer.problem?.code === 'not_found'
  if (!unknown) return { through, answer }
  keepBranch(id, null)
  return { through: undefined, answer: await getChat(id) }
}

/** Follows a turn in `chat`; wherever the page has lost track of it, the chat is fetched again. */
export function followIn(
  chat: Chat,
  live: Live,
  target: TurnTarget,
  refused?: (why: Problem | null) => void
) {
  const reload = () => void load(chat)
  follow(chat, live, target, { reload, refused: refused ?? reload })
}

async function take(
  chat: Chat,
  { chat: summary, messages, cut, running }: OpenChat,
  through: string | undefined
) {
  batch(() => {
    chat.title.value = summary.title
    chat.cut.value = cut
    mergeIn(chat, messages)
    const last = messages.at(-1)?.id ?? null
    const tree = without(chat.tree.peek(), ghosts(chat.tree.peek(), messages), last)
    chat.tree.value = through === undefined ? { ...tree, tip: last } : picked(tree, through, last)
    if (through !== undefined) behind.add(chat.id)
    chat.presence.value = 'here'
  })
  if (!running) return
  if (messages.some(({ id }) => id === running.turn)) return goOn(chat, running)
  // It is being written on another path than the one that is shown.
  const beside = await getChat(chat.id, { through: running.turn })
  if (!beside.ok || chat.live.peek()) return
  mergeIn(chat, beside.value.messages)
  if (beside.value.running) goOn(chat, beside.value.running)
}

/** What was picked in this browser before is picked again; it may stand above the piece that came. */
function picked(tree: Tree, through: string, last: string | null): Tree {
  const message = tree.held.get(through) ?? tree.held.get(last ?? '')
  return tree.tip === null && message ? choose(tree, message) : tree
}

function goOn(chat: Chat, { turn, position, state }: RunningTurn) {
  const answer = chat.tree.peek().held.get(turn)
  if (answer?.status !== 'running') return
  const { model = '', thinking = '', text } = answer
  const phase = parseTurnState(state)
  const live = newLive({ turn, model, thinking, text, ...(phase && { phase }) })
  followIn(chat, live, { chat: chat.id, turn, after: String(position) })
}
