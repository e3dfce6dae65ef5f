/** `badger:70b` and `parrot:1b`: one is slow to wake, the other cannot pick up a sentence that was cut. */

import type { ChatMessage } from '../stand-in/conversation.ts'
import { questionsOf, quotable } from '../stand-in/conversation.ts'
import type { Delta } from '../stand-in/delta.ts'
import { said } from '../stand-in/delta.ts'

export function badgerAnswer(messages: ChatMessage[]): Delta[] {
  const questions = questionsOf(messages)
  const before = questions.at(-2)
  const memory = before ? ` Before that you asked: “${quotable(before, 80)}” I was hardly awake.` : ''
  return said(`*Hrrmph.* You woke the badger 🦡.

You wanted to know: “${quotable(questions.at(-1) ?? '', 120)}”${memory}

I am the largest animal in this demo, and like every large model I take my time. A model of seventy billion parameters is about forty gigabytes, and all of it has to come from the disk into memory before the first word. The page said *Loading the model* while you waited, because Burrow asks the box what it is doing instead of showing you a wheel that turns. Had you pressed **Stop**, the loading would have stopped too.

In truth nothing was loaded: this is Burrow's demo, no model runs here, and I only counted to six. Ask me again within five minutes and I answer at once. After that I sleep.`)
}

export function parrotAnswer(messages: ChatMessage[]): Delta[] {
  const questions = questionsOf(messages)
  const before = questions.at(-2)
  const memory = before ? ` And before: “${quotable(before, 60)}” — a parrot forgets nothing.` : ''
  return said(`“${quotable(questions.at(-1) ?? '', 120)}” 🦜 “${quotable(questions.at(-1) ?? '', 30)}”!${memory}

That is what a parrot does: it repeats. This is Burrow's demo, no model runs here, and the smallest animal in it will not claim otherwise.

One thing sets it apart. If its answer is cut in the middle, it cannot take up its own half sentence, as some real models cannot either. Burrow finds that out beforehand and does not paste a second beginning behind the first: it keeps what had arrived and offers to try again.`)
}
