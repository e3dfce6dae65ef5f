/** Opens the list of keys, whose code comes with its first showing. */

import { signal } from '@preact/signals'
import { late } from './late.tsx'

export const shortcutsOpen = signal(false)

const Dialog = late(async () => (await import('../late/shortcuts.tsx')).Shortcuts)

export const ShortcutsGate = () =>
  shortcutsOpen.value ? <Dialog close={() => (shortcutsOpen.value = false)} /> : null
