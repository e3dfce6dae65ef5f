/** The one notice above the composer: what was done, and for a few seconds a way to undo it. */

import { signal } from '@preact/signals'

/** Milliseconds a toast stays: long enough to read, reach and press. */
const STAY_MS = 7_000

export interface Toast {
  text: string
  undo?: () => void
  /** Called once, when the toast goes and was not undone. */
  gone?: () => void
}

export const toast = signal<Toast | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined

/** Why it stays for longer: somebody is at it, or nobody can see it. */
type Hold = 'hovered' | 'focused' | 'hidden'
const holds = new Set<Hold>()

export function show(next: Toast) {
  const last = toast.peek()
  // What can be undone is not made final by another matter: then one notice says both.
  if (last?.undo && !next.undo) {
    if (!last.text.endsWith(next.text)) toast.value = { ...last, text: `${last.text} ${next.text}` }
  } else {
    dismiss()
    toast.value = next
  }
  wind()
}

export function dismiss() {
  take()?.gone?.()
}

export function undo() {
  take()?.undo?.()
}

/** What was to happen when it goes does not: there is nothing left of which it could. */
export function abandon() {
  take()
}

function take(): Toast | null {
  const last = toast.peek()
  clearTimeout(timer)
  toast.value = null
  letGo('hovered')
  letGo('focused')
  return last
}

export function hold(why: Hold) {
  holds.add(why)
  clearTimeout(timer)
}

/** From then on it stays as long as a new one. */
export function letGo(why: Hold) {
  if (holds.delete(why)) wind()
}

function wind() {
  clearTimeout(timer)
  if (toast.peek() && holds.size === 0) timer = setTimeout(dismiss, STAY_MS)
}

export function watchToast() {
  // A page that is left cannot be asked again: what was to happen happens now.
  addEventListener('pagehide', dismiss)
  const look = () => (document.visibilityState === 'hidden' ? hold('hidden') : letGo('hidden'))
  document.addEventListener('visibilitychange', look)
  look()
}
