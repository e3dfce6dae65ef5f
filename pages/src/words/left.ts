/** What is left of the box's time, near its end. */

import { plural } from './numbers.ts'

/** `3 minutes of the box left today.` */
export function leftWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const much = minutes === 0 ? 'Less than a minute' : plural(minutes, 'minute', 'minutes')
  return `${much} of the box left today.`
}
