/** The models that may be asked, the one that is, and whether it is to think first. */

import { computed, signal } from '@preact/signals'
import type { Model } from '../../../workers/protocol/nouns.ts'
import { getModels } from '../wire/routes.ts'
import { refreshBox, status, whenBack } from './box.ts'
import { recall, remember } from './store.ts'

export const models = signal<readonly Model[] | null>(null)
const picked = signal<string | null>(null)

/** The picked one; if that is gone, one that is in memory, else the first. */
export const model = computed<Model | null>(() => {
  const all = models.value ?? []
  return all.find(each => each.name === picked.value) ?? all.find(each => each.loaded) ?? all[0] ?? null
})

/** What the button says, also before the list is here. */
export const modelName = computed(() => model.value?.name ?? picked.value ?? 'Model')

/** What is asked for; a model that cannot think is never told to. */
export const wantsThinking = signal(false)
export const thinks = computed(() => wantsThinking.value && model.value?.thinks === true)

export function pick(name: string) {
  picked.value = name
  remember('model', name)
}

export function setThinking(on: boolean) {
  wantsThinking.value = on
  remember('think', on ? 'yes' : null)
}

export async function loadModels() {
  const answer = await getModels()
  if (answer.ok) models.value = answer.value.models
}

export function watchModels() {
  picked.value = recall('model')
  wantsThinking.value = recall('think') === 'yes'
  void loadModels()
  // A box that comes back may have other models than when it went.
  whenBack(() => void loadModels())
}

/** A model has answered, so it is in memory now: if that is news, the box has more to tell, its context too. */
export function noteLoaded(name: string) {
  if (status.peek()?.loaded.includes(name)) return
  void refreshBox()
  void loadModels()
}

/** Whether a model is in memory now: the box's own word is newer than the list's. */
export const isLoaded = (each: Model) => status.value?.loaded.includes(each.name) ?? each.loaded
