/** Every model that a demo lists, and what each of them answers. */

import { adversary } from './adversary/faults.ts'
import { benchModels, showroom, small } from './showroom/models.ts'
import type { ChatMessage } from './stand-in/conversation.ts'
import { untilPrefill } from './stand-in/conversation.ts'
import { contentOf } from './stand-in/delta.ts'
import type { DemoModel } from './stand-in/model.ts'
import { model } from './stand-in/model.ts'

export interface Catalogue {
  /** Lists the adversary's models. */
  faults?: boolean
  /** Lists the bench models. */
  bench?: boolean
  /** Milliseconds that the badger takes to load. */
  loadMs?: number
}

export function catalogue({ faults = false, bench = false, loadMs }: Catalogue): DemoModel[] {
  return [
    ...showroom(loadMs),
    ...(bench ? benchModels : []),
    ...(bench || faults ? [small] : []),
    ...(faults ? adversary : []),
  ].map(model)
}

/** What a model answers when nothing interrupts it; a test compares to the character. */
export function answerOf(name: string, messages: ChatMessage[]): string {
  const asked = catalogue({ faults: true, bench: true }).find(each => each.name === name)
  return asked ? contentOf(asked.answer(untilPrefill(messages))) : ''
}
