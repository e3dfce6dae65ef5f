/** Which of a host's models may be asked, and what they can. */

import type { Tag } from './answers.ts'

/** A model that may be asked. */
export interface Offer {
  name: string
  digest: string
  size: number
  parameters?: string
  sees: boolean
  thinks: boolean
  tools: boolean
}

/** Does the owner offer a model of this name? An empty list offers all. */
export const isNamed = (allowed: readonly string[], name: string): boolean =>
  allowed.length === 0 || allowed.includes(name)

/** A cloud model would send the prompt away, on the owner's account. */
export const isCloud = (tag: Tag): boolean =>
  tag.remote_host !== undefined || tag.remote_model !== undefined || /(:|-)cloud$/.test(tag.name)

/** Those of the list that chat. `abilitiesOf` a digest: where the list does not say. */
export const offersOf = (
  list: readonly Tag[],
  abilitiesOf: (digest: string) => string[] | undefined
): Offer[] => list.flatMap(tag => offerOf(tag, tag.capabilities ?? abilitiesOf(tag.digest)))

/** What an Ollama too old to name abilities cannot say is left out; a family of embedders is told by its name. */
function offerOf(tag: Tag, can: string[] | undefined): Offer[] {
  const { family, parameter_size: parameters } = tag.details
  const chats = can === undefined ? !/bert|embed/.test(`${family} ${tag.name}`) : can.includes('completion')
  if (!chats) return []
  return [
    {
      name: tag.name,
      digest: tag.digest,
      size: tag.size,
      ...(parameters === '' ? {} : { parameters }),
      sees: can?.includes('vision') ?? false,
      thinks: can?.includes('thinking') ?? false,
      tools: can?.includes('tools') ?? false,
    },
  ]
}
