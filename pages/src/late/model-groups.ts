/** Which models are listed, in which order, and which of them somebody types the name of. */

import type { Model } from '../../../workers/protocol/nouns.ts'
import { isLoaded, model } from '../state/models.ts'

export interface ModelGroup {
  heading: string
  members: Model[]
}

/** Those with all of these words in their name; in memory first, and the chosen one first of its group. */
export function groupModels(all: readonly Model[], words: string): ModelGroup[] {
  const wanted = words.toLowerCase().split(/\s+/)
  const chosen = model.value?.name
  const found = all
    .filter(({ name }) => wanted.every(word => name.toLowerCase().includes(word)))
    .toSorted((a, b) => Number(b.name === chosen) - Number(a.name === chosen))
  return [
    { heading: 'Loaded now', members: found.filter(isLoaded) },
    { heading: 'Must be loaded first', members: found.filter(each => !isLoaded(each)) },
  ].filter(({ members }) => members.length > 0)
}

/** A key that types a sign; a name is found by it. */
export const typesSign = ({ key }: KeyboardEvent) => [...key].length === 1

/** Milliseconds between two keys after which a name is begun anew. */
const PAUSE_MS = 800

/** The next model whose name begins with what was typed in a row; the same first letter again goes on to the next. */
export function typedAhead(
  shown: readonly Model[],
  index: number,
  typed: { text: string; at: number },
  key: string
): Model | undefined {
  const now = performance.now()
  const before = now - typed.at < PAUSE_MS ? typed.text : ''
  const same = before === key.toLowerCase()
  typed.text = same ? before : before + key.toLowerCase()
  typed.at = now
  const from = typed.text.length === 1 ? index + 1 : index
  return [...shown.slice(from), ...shown.slice(0, from)].find(({ name }) =>
    name.toLowerCase().startsWith(typed.text)
  )
}
