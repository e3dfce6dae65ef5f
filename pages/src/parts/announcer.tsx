/** What a screen reader is told, and nobody sees: what happens, and an answer as it is written. */

import { announcement } from '../state/announce.ts'
import { spoken } from '../state/speak.ts'
import { Words } from './words.tsx'

export const Announcer = () => (
  <>
    <p class="unseen" role="status">
      <Words>{announcement.value}</Words>
    </p>
    <div class="unseen" aria-live="polite">
      {spoken.value.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  </>
)
