/**
 * What the owner is shown: what Burrow said last, and upon it what was done here and is not answered yet. It is asked for
 * again while somebody looks at it and uses the page; a page that is hidden or forgotten asks nothing.
 */

import { batch, computed, signal } from '@preact/signals'
import type { OwnerView } from '../../../../workers/protocol/owner.ts'
import type { Problem } from '../../../../workers/protocol/problems.ts'
import { noteOwner } from '../../state/owner.ts'
import { show } from '../../state/toast.ts'
import { wake } from '../../state/wake.ts'
import type { Answer } from '../../wire/json.ts'
import { getOwner } from '../../wire/owner.ts'

/** Milliseconds between two looks. */
const EVERY_MS = 5_000

/** Milliseconds after which nobody uses the page any more who has not moved, pressed or scrolled. */
const IN_USE_MS = 120_000

const USES = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchmove', 'focus'] as const

/** What is done to the view before Burrow has said that it was done. */
export type Deed = (view: OwnerView) => OwnerView

interface Said {
  view: OwnerView
  /** When it came, by this browser's clock. */
  at: number
}

const said = signal<Said | null>(null)
const deeds = signal<readonly Deed[]>([])

/** Null until Burrow has said it. */
export const view = computed<OwnerView | null>(() => {
  const last = said.value
  return last && deeds.value.reduce((shown, deed) => deed(shown), last.view)
})

/** Burrow says that there is no such page for whoever asks. */
export const isStranger = signal(false)

/** Why the last look brought nothing. */
export const lost = signal<string | null>(null)

/** It is not asked for any more, for nobody has used the page for a while. */
export const resting = signal(false)

/** When it was as it is shown, in Unix milliseconds of this browser. */
export const shownAt = computed(() => said.value?.at ?? null)

/** This moment by Burrow's clock, from one by this browser's. */
export const byBurrow = (now: number): number => {
  const last = said.value
  return last ? now + last.view.now - last.at : now
}

export const reason = (problem: Problem | null) => problem?.message ?? 'Burrow did not answer.'

let timer: ReturnType<typeof setTimeout> | undefined
let looking: Promise<void> | null = null
let usedAt = 0
let watched = false
/** Looks that began before a change was answered may tell of the time before it. */
let changed = 0

export function look(): Promise<void> {
  looking ??= fetchView().finally(() => (looking = null))
  return looking
}

async function fetchView() {
  clearTimeout(timer)
  timer = undefined
  resting.value = false
  const before = changed
  const answer = await getOwner()
  if (!watched) return
  batch(() => {
    if (answer.ok) {
      noteOwner(true)
      isStranger.value = false
      lost.value = null
      if (changed === before) said.value = { view: answer.value, at: Date.now() }
    } else if (answer.problem?.code === 'not_found') {
      noteOwner(false)
      isStranger.value = true
      said.value = null
    } else lost.value = reason(answer.problem)
  })
  if (!isStranger.peek()) timer = setTimeout(byTheClock, EVERY_MS)
}

function byTheClock() {
  timer = undefined
  if (document.visibilityState !== 'visible') return
  if (Date.now() - usedAt < IN_USE_MS) void look()
  else resting.value = true
}

/** Whoever comes back to a page that rests sees at once how it is. */
function use() {
  usedAt = Date.now()
  if (timer === undefined && looking === null && !isStranger.peek()) byTheClock()
}

/** For as long as the page is shown. */
export function watch(): () => void {
  watched = true
  usedAt = Date.now()
  void look()
  for (const each of USES) addEventListener(each, use, { passive: true })
  const asleep = wake(use)
  return () => {
    watched = false
    clearTimeout(timer)
    timer = undefined
    asleep()
    for (const each of USES) removeEventListener(each, use)
  }
}

let last: Promise<unknown> = Promise.resolve()

/**
 * Does it at once on the page, then at Burrow, one thing after the other. What is refused is taken back, and said. Answers
 * whether it was done.
 */
export function change(deed: Deed, send: () => Promise<Answer<OwnerView | null>>): Promise<boolean> {
  deeds.value = [...deeds.peek(), deed]
  const done = last.then(async () => {
    const answer = await send()
    changed += 1
    batch(() => {
      deeds.value = deeds.peek().filter(each => each !== deed)
      if (answer.ok) take(answer.value, deed)
    })
    // What is not there any more has ended by itself, or somebody else was quicker.
    const isGone = !answer.ok && answer.problem?.code === 'not_found'
    if (!answer.ok && !isGone) show({ text: `That was not done. ${reason(answer.problem)}` })
    if (!answer.ok || answer.value === null) void look()
    return answer.ok || isGone
  })
  last = done
  return done
}

/** Where Burrow says nothing, it is as it was done here. */
function take(now: OwnerView | null, deed: Deed) {
  const before = said.peek()
  if (now) said.value = { view: now, at: Date.now() }
  else if (before) said.value = { ...before, view: deed(before.view) }
}
