/** How the box is. Asked when it can matter and never on a clock, but for while it is away and somebody looks. */

import { computed, effect, signal } from '@preact/signals'
import type { Status } from '../../../workers/protocol/nouns.ts'
import { getStatus } from '../wire/routes.ts'
import { wake } from './wake.ts'

/** Milliseconds between two looks while the box is away. */
const AGAIN_MS = 15_000

export const status = signal<Status | null>(null)

/** Burrow itself could not be reached at the last look. */
export const unreachable = signal(false)

/** The box cannot answer, as far as is known. */
export const boxAway = computed(() => {
  const box = status.value?.box
  return box === 'offline' || box === 'misconfigured'
})

let timer: ReturnType<typeof setTimeout> | undefined
let asking: Promise<void> | null = null

export function refreshBox(): Promise<void> {
  asking ??= look().finally(() => (asking = null))
  return asking
}

async function look() {
  clearTimeout(timer)
  const answer = await getStatus()
  unreachable.value = !answer.ok
  if (answer.ok) status.value = answer.value
  if (unreachable.value || boxAway.value || status.value?.box === 'loading')
    timer = setTimeout(again, AGAIN_MS)
}

function again() {
  if (document.visibilityState === 'visible') void refreshBox()
}

/** Calls back whenever Burrow or the box has been away and is back. */
export function whenBack(callback: () => void) {
  let away = false
  effect(() => {
    const now = unreachable.value || boxAway.value
    if (away && !now) callback()
    away = now
  })
}

export function watchBox() {
  void refreshBox()
  wake(() => void refreshBox())
  addEventListener('focus', again)
}
