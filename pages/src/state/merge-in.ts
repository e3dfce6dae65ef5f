/** Adds messages to a chat's tree. Where a question gets another id, all that names it follows. */

import type { PathMessage } from '../../../workers/protocol/nouns.ts'
import type { Chat } from './chat.ts'
import { noteRate } from './rate.ts'
import { rename } from './stable-keys.ts'
import { merge } from './tree-changes.ts'

export function mergeIn(chat: Chat, piece: readonly PathMessage[]) {
  piece.forEach(noteRate)
  chat.tree.value = merge(chat.tree.peek(), piece, (from, to) => {
    rename(from, to)
    const [cut, editing] = [chat.cut.peek(), chat.editing.peek()]
    if (cut?.from === from) chat.cut.value = { ...cut, from: to }
    if (editing?.question === from) chat.editing.value = { ...editing, question: to }
  })
}
