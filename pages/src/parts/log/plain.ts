/** Shows a text as it was written, for as long as there is nothing that could do better. */

import type { Reader } from '../../wire/flow.ts'

export function plain(place: HTMLElement): Reader {
  const text = document.createTextNode('')
  place.replaceChildren(text)
  return {
    push: delta => text.appendData(delta),
    end: () => undefined,
    reset(all = '') {
      text.data = all
    },
  }
}
