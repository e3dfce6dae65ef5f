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

export function show(next: Toast) {
  dismiss()
  toast.value = next
  timer = setTimeout(dismiss, STAY_MS)
}

export function dismiss() {
  clearTimeout(timer)
  const last = toast.peek()
  toast.value = null
  last?.gone?.()
}

export function undo() {
  clearTimeout(timer)
  const last = toast.peek()
  toast.value = null
  last?.undo?.()
}

/** A page that is left cannot be asked again: what was to happen happens now. */
export function watchToast() {
  addEventListener('pagehide', dismiss)
}
