/** An answer that is given when it has ended: until then what was said of it is gathered. */

import type { Figures } from '../../protocol/nouns.ts'
import type { Dialect } from './dialect.ts'
import type { Voice } from './heard.ts'

/** All of its text, and of its thinking. */
export interface Said {
  text: string
  thinking: string
}

/** `told` is the whole answer in the words of its service, whose `dialect` has the words of a refusal. */
export function whole(dialect: Dialect, told: (said: Said, figures: Figures) => object): Voice {
  const said: Said = { text: '', thinking: '' }
  return {
    type: 'application/json',
    quiet: ' ',
    say(heard) {
      switch (heard.is) {
        case 'place':
          return ''
        case 'delta':
          said[heard.kind] += heard.text
          return ''
        case 'done':
          return JSON.stringify(told(said, heard.figures))
        case 'problem':
          return JSON.stringify(dialect.refusal(heard.problem))
      }
    },
  }
}
