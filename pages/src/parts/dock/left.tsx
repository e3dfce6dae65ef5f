/** Over the composer, near the end of what somebody may use of the box in a day. */

import { secondsLeft } from '../../state/left.ts'
import { leftWords } from '../../words/left.ts'

export const Left = () =>
  secondsLeft.value === null ? null : <p class="small soft">{leftWords(secondsLeft.value)}</p>
