/** The Markdown renderer, which comes right after the first paint: nothing before that has any Markdown to show. */

import type { Reader } from '../../wire/flow.ts'

type Make = (place: HTMLElement) => Reader

let make: Make | null = null
let coming: Promise<Make> | null = null

export function fetchRenderer(): Promise<Make> {
  coming ??= Promise.all([import('../../markdown/index.ts'), import('../../markdown/schedule.ts')])
    .then(([{ markdown }, { paced }]) => (make = place => paced(markdown(place))))
    .catch((error: unknown) => {
      // The next answer that needs it asks again.
      coming = null
      throw error
    })
  return coming
}

/** Calls `use` with the renderer: at once where it is here already, so that nothing flashes. */
export function withRenderer(use: (make: Make) => void) {
  if (make) use(make)
  else void fetchRenderer().then(use, () => undefined)
}
