/** A clock of whole seconds that runs only while something on the page shows it. */

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

const now = signal(0)
let watchers = 0
let timer: ReturnType<typeof setInterval> | undefined

function watch() {
  now.value = Date.now()
  if (watchers++ === 0) timer = setInterval(() => (now.value = Date.now()), 1_000)
  return () => {
    if (--watchers === 0) clearInterval(timer)
  }
}

export function useNow(): number {
  useEffect(watch, [])
  void now.value
  return Date.now()
}
