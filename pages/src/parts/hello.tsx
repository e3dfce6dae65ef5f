/** The start: what this is, what its owner says, and some questions to begin with. */

import { status } from '../state/box.ts'
import { draftKey, type Chat } from '../state/chat.ts'
import { write } from '../state/drafts.ts'
import { modelless, whyNoModel } from '../state/models.ts'
import { focusComposer } from './composer/focus.ts'
import { Icon } from './icon.tsx'
import { Words } from './words.tsx'

const TRIES = [
  'Explain tides to a ten-year-old',
  'Make this letter shorter and kinder',
  'Write a bash loop that renames photos by date',
  'What can I cook with leeks, eggs and old bread?',
]

function about(): string {
  if (modelless.value) return `${whyNoModel()} Until its owner installs one, nothing can be asked.`
  return status.value?.demo
    ? 'This is a demo. No Ollama answers here; a stand-in writes, and what it says is not for use.'
    : 'One computer in one house answers, one person at a time. While it sleeps, you can still read.'
}

export function Hello({ chat }: { chat: Chat }) {
  const take = (text: string) => {
    write(draftKey(chat), text)
    focusComposer()
  }
  return (
    <div class="hello column">
      <h1>What would you like to know?</h1>
      <Words as="p" class="soft">
        {about()}
      </Words>
      <Welcome />
      <ul class="tries" aria-label="Prompts to try">
        {TRIES.map(text => (
          <li key={text}>
            <button type="button" onClick={() => take(text)}>
              {text} <Icon name="on" flip />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The owner's own words: plain text, each line in its own direction. */
function Welcome() {
  const text = status.value?.welcome
  if (!text) return null
  return (
    <Words as="p" class="welcome">
      {text}
    </Words>
  )
}
