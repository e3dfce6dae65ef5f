/** How much of the model's context the next question takes, and what it will cost: said before it is sent. */

import { tooLong } from '../../state/ask.ts'
import type { Chat } from '../../state/chat.ts'
import { outlookOf, type Outlook } from '../../state/context.ts'
import { count, plural } from '../../words/numbers.ts'
import { Words } from '../words.tsx'
import { tooLongNow } from '../composer/why-not.ts'

/** What is said here describes the message box. */
export const CONTEXT_ID = 'context'

/** The share of what can be sent from which it is worth a word. */
const NEARLY = 0.9

export function Context({ chat }: { chat: Chat }) {
  const tooMuch = tooLongNow(chat)
  if (tooMuch) return <Line words={tooMuch} loud />
  const outlook = outlookOf(chat).value
  if (!outlook || (chat.path.value.length === 0 && !isNearly(outlook))) return null
  // A refusal says it already.
  if (outlook.over > 0 && chat.refusal.value) return null
  return <Line words={wordsOf(outlook)} />
}

const Line = ({ words, loud = false }: { words: string; loud?: boolean }) => (
  <div id={CONTEXT_ID} class={loud ? 'small' : 'small soft'}>
    <Words as="p">{words}</Words>
  </div>
)

const isNearly = ({ tokens, edge }: Outlook) => tokens >= edge * NEARLY

function wordsOf(outlook: Outlook): string {
  const { tokens, context, leaving, over } = outlook
  if (over > 0) return tooLong(over)
  if (leaving === null) return 'Full. The oldest questions will be left out of the next answer.'
  if (leaving > 0) return `Full. ${oldest(leaving)} will be left out of the next answer.`
  const nearly = isNearly(outlook) ? '. Nearly full.' : ''
  return `${count(tokens)} of ${count(context)} tokens${nearly}`
}

const oldest = (n: number) =>
  n === 1 ? 'The oldest question' : `The ${plural(n, 'oldest question', 'oldest questions')}`
