/** The theme: the system's, or the visitor's own. `public/theme.js` sets it before the first paint. */

import { signal } from '@preact/signals'
import { recall, remember } from './store.ts'

export type Theme = 'system' | 'light' | 'dark'

const isTheme = (value: string | null): value is Theme => value === 'light' || value === 'dark'

export const theme = signal<Theme>('system')

export function setTheme(next: Theme) {
  theme.value = next
  remember('theme', next === 'system' ? null : next)
  if (next === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = next
}

export function recallTheme() {
  const kept = recall('theme')
  theme.value = isTheme(kept) ? kept : 'system'
}
