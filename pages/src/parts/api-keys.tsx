/** Opens the visitor's API keys, whose code comes with their first showing. */

import { signal } from '@preact/signals'
import { late } from './late.tsx'

export const apiKeysOpen = signal(false)

const Dialog = late(async () => (await import('../late/api-keys.tsx')).ApiKeys)

export const ApiKeysGate = () =>
  apiKeysOpen.value ? <Dialog close={() => (apiKeysOpen.value = false)} /> : null
