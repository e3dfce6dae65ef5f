/** What is left of the box today, as far as the last question was told: null while that is not little. */

import { signal } from '@preact/signals'

export const secondsLeft = signal<number | null>(null)
