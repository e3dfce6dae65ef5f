/** `scribe:8b`: answers in rich Markdown, about Burrow and about what it was asked; the same chat gets the same answer. */

import type { ChatMessage } from '../stand-in/conversation.ts'
import { questionsOf, quotable } from '../stand-in/conversation.ts'
import type { Delta } from '../stand-in/delta.ts'
import { said } from '../stand-in/delta.ts'
import { sections } from './scribe-sections.ts'

/** Sections in one answer: about ten seconds of reading along. */
const SECTIONS = 3

/** Earlier questions that are recalled: more would be a list, not a memory. */
const RECALLED = 3

export function scribeAnswer(messages: ChatMessage[]): Delta[] {
  const questions = questionsOf(messages)
  const question = questions.at(-1) ?? ''
  const earlier = questions.slice(0, -1)
  const opening = earlier.length === 0 ? first(question) : later(question, earlier)
  return said([opening, ...chosen(question, earlier.length), CLOSING].join('\n\n'))
}

/** What the question asks about comes first; the rest goes round, so that a longer chat hears everything. */
function chosen(question: string, turn: number): string[] {
  const round = sections.map((_, i) => sections[(turn * SECTIONS + i) % sections.length] ?? sections[0])
  const asked = round.filter(section => section.about.test(question))
  return [...new Set([...asked, ...round])].slice(0, SECTIONS).map(section => section.text)
}

const quote = (question: string) => `> ${quotable(question) || '*(an empty page)*'}`

const first = (question: string) => `# You asked the scribe

${quote(question)}

**This is a demo.** No model has read your question: a small program stands in for Ollama, so that you can see how *Burrow* behaves before it has a box. It can give you your own words back and tell you about the house it lives in. It cannot think about them, and it will not pretend to.`

const later = (question: string, earlier: string[]) => `# Question ${earlier.length + 1}

${quote(question)}

You asked earlier:

${earlier
  .slice(-RECALLED)
  .map(each => `- “${quotable(each, 80)}”`)
  .join('\n')}

The scribe remembers because a chat is sent along *whole* each time: a model has no memory of its own, **Burrow** has. (This is still the demo. Nobody is thinking here.)`

const CLOSING = `---

Ask something else and the scribe turns the page 📜. Ask the same in a new chat and it writes the same again, to the letter: that is how you can tell it from a model.`
