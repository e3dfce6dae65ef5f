/** How the box is. Asked when it can matter and never on a clock, but for while it is away and somebody looks. */

import { computed, effect, signal } from '@preact/signals'
import type { Status } from '../../../workers/protocol/nouns.ts'
import { getStatus } from '../wire/routes.ts'
import { wake } from './wake.ts'

/** Milliseconds from the first look at a box that is away to the second; each further wait is twice as long. */
const AGAIN_MS = 15_000

/** The most between two looks: a tab left open for a day asks some 300 times. */
const MOST_MS = 300_000

/**
 * Milliseconds after which nobody knows any more how much the box has to do, for nobody looks again: most answers that
 * were being written then are done.
 */
const TRAFFIC_MS = 60_000

export const status = signal<Status | null>(null)

/** Burrow itself could not be reached at the last look. */
export const unreachable = signal(false)

/** The box cannot answer, as far as is known. */
export const boxAway = computed(() => {
  const box = status.value?.box
  return box === 'offline' || box === 'misconfigured'
})

/** It is away, and may come back by itself: a question may wait for it. */
export const boxOffline = computed(() => status.value?.box === 'offline')

/** The owner takes no new questions. */
export const paused = computed(() => status.value?.paused !== undefined)

const isAway = () => unreachable.value || boxAway.value

let timer: ReturnType<typeof setTimeout> | undefined
let fading: ReturnType<typeof setTimeout> | undefined
let asking: Promise<void> | null = null
/** Looks in a row, by the clock, at which there was still something to wait for. */
let waits = 0

/** Looks now, for a reason; where there is something to wait for, the next looks come soon again. */
export function refreshBox(): Promise<void> {
  waits = 0
  return look()
}

/** Something was heard from Burrow: a box that was away may be back. */
export function lookAgain() {
  if (isAway()) void refreshBox()
}

function look(): Promise<void> {
  asking ??= ask().finally(() => (asking = null))
  return asking
}

async function ask() {
  clearTimeout(timer)
  const answer = await getStatus()
  unreachable.value = !answer.ok
  if (answer.ok) take(answer.value)
  if (!isAway() && status.value?.box !== 'loading') return
  timer = setTimeout(byTheClock, Math.min(MOST_MS, AGAIN_MS * 2 ** waits))
}

function take(now: Status) {
  status.value = now
  clearTimeout(fading)
  if (!(now.answering > 0 || now.queue > 0)) return
  fading = setTimeout(() => (status.value = { ...now, answering: 0, queue: 0 }), TRAFFIC_MS)
}

function byTheClock() {
  // Whoever comes back to the page looks at once.
  if (document.visibilityState !== 'visible') return
  waits++
  void look()
}

/** Calls back whenever Burrow or the box has been away and is back. */
export function whenBack(callback: () => void) {
  let away = false
  effect(() => {
    const now = isAway()
    if (away && !now) callback()
    away = now
  })
}

export function watchBox() {
  void refreshBox()
  wake(() => void refreshBox())
  addEventListener('focus', () => document.visibilityState === 'visible' && void refreshBox())
}
