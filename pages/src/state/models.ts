/** The models that may be asked, the one that is, and whether it is to think first. */

import { computed, effect, signal } from '@preact/signals'
import type { Model } from '../../../workers/protocol/nouns.ts'
import type { Problem } from '../../../workers/protocol/problems.ts'
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

/** Why there is no list of them. */
const problem = signal<Problem | null>(null)

/** Why nothing can be asked; only for where there is no `model`. */
export function whyNoModel(): string {
  const known = noModels() ?? problem.value
  if (known) return known.message
  return models.value
    ? 'No model that can chat is installed on the box.'
    : 'Burrow has not said yet which models there are.'
}

/** The box says so itself, perhaps in other words. */
const noModels = () => (status.value?.problem?.code === 'no_models' ? status.value.problem : undefined)

/** Known to have no model that can chat: nothing can be asked until the owner installs one. */
export const modelless = computed(() => models.value?.length === 0 || noModels() !== undefined)

export async function loadModels() {
  const answer = await getModels()
  problem.value = answer.ok ? null : answer.problem
  if (answer.ok) models.value = answer.value.models
  // The box's own line speaks of it, and must not any longer.
  if (answer.ok && answer.value.models.length > 0 && noModels()) void refreshBox()
}

export function watchModels() {
  picked.value = recall('model')
  wantsThinking.value = recall('think') === 'yes'
  void loadModels()
  // A box that comes back may have other models than when it went.
  whenBack(() => void loadModels())
  let none = false
  effect(() => {
    const before = none
    none = noModels() !== undefined
    if (before && !none) void loadModels()
  })
}

/** A model has answered, so it is in memory now: if that is news, the box has more to tell, its context too. */
export function noteLoaded(name: string) {
  if (status.peek()?.loaded.includes(name)) return
  void refreshBox()
  void loadModels()
}

/** Whether a model is in memory now: the box's own word is newer than the list's. */
export const isLoaded = (each: Model) => status.value?.loaded.includes(each.name) ?? each.loaded
