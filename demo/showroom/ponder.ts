/** `ponder:14b`: thinks before it speaks, so that thinking can be seen apart from the answer. */

import type { ChatMessage } from '../stand-in/conversation.ts'
import { questionsOf, quotable } from '../stand-in/conversation.ts'
import type { Delta } from '../stand-in/delta.ts'
import { said, thought } from '../stand-in/delta.ts'

export function ponderAnswer(messages: ChatMessage[]): Delta[] {
  const questions = questionsOf(messages)
  const question = questions.at(-1) ?? ''
  return [...thought(thinking(question, questions.length)), ...said(answer(question, questions.at(-2)))]
}

function thinking(question: string, count: number): string {
  const words = question.split(/\s+/u).filter(Boolean).length
  return `So the question is: “${quotable(question, 100)}”

First things first: I am part of a demo. No model runs here, so whatever I come up with I must not sell it as knowledge.

What can I honestly say about it? It has ${words} ${words === 1 ? 'word' : 'words'}. ${shapeOf(question)} It is question number ${count} in this chat, which I know because the whole chat was sent along.

Hmm, I could guess. But a guess in a confident voice is the one thing this house does not need. Better: show what thinking looks like here, where it is kept, and how to do without it. Three points, then stop.`
}

function shapeOf(question: string): string {
  if (/\?\s*$/u.test(question)) return 'It ends with a question mark, so somebody wants to know.'
  if (/!\s*$/u.test(question)) return 'It ends with an exclamation mark; somebody is in a hurry, or glad.'
  return 'It ends without a question mark, so it may be a wish rather than a question.'
}

function answer(question: string, before: string | undefined): string {
  const memory = before
    ? `\n\nYou asked earlier: “${quotable(before, 80)}” My answer to that has not changed: I do not know, but I know where it is kept.`
    : ''
  return `**Short answer:** I cannot know, because this is Burrow's demo and no model runs here.${memory}

What I can show you is *thinking*:

1. **It comes first, and apart.** What you saw above the answer is not part of it. It is kept with the message and never sent to a model again.
2. **It may be long.** A real model can think for minutes about “${quotable(question, 60)}”. You may close the tab meanwhile 🤔; the answer will be here.
3. **It can be switched off.** Then I answer at once:

   \`\`\`json
   { "model": "ponder:14b", "think": false }
   \`\`\`

That is all. A shorter thought is often the better one.`
}
