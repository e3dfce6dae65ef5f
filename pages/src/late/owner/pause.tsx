/** How the box is, and the one button that keeps new questions away from it. */

import { useState } from 'preact/hooks'
import { OWNER_TEXT_CHARS, type OwnerView } from '../../../../workers/protocol/owner.ts'
import { useNow } from '../../state/clock.ts'
import { boxNow } from '../../words/owner.ts'
import { Words } from '../../parts/words.tsx'
import { set } from './apply.ts'
import { SmallForm } from './small-form.tsx'
import { byBurrow } from './view.ts'

export function Pause({ view }: { view: OwnerView }) {
  const [asking, setAsking] = useState(false)
  const { paused } = view.settings
  return (
    <>
      <div class="row wrap now">
        <div>
          {paused && (
            <p class="state" data-is="away">
              <span>
                <b>Paused.</b> New questions are refused.
              </span>
            </p>
          )}
          <Now view={view} />
        </div>
        {paused ? (
          // The same button, so that whoever pressed it stays where they are.
          <button key="pause" type="button" class="btn main" onClick={() => void set({ paused: null })}>
            <Words>Resume</Words>
          </button>
        ) : (
          <button
            key="pause"
            type="button"
            class="btn"
            aria-expanded={asking}
            onClick={() => setAsking(!asking)}
          >
            <Words>Pause new questions</Words>
          </button>
        )}
      </div>
      {paused?.message && (
        <div class="notice">
          <p class="small soft">Whoever asks is told:</p>
          <Words as="p" class="told">
            {paused.message}
          </Words>
        </div>
      )}
      {asking && !paused && <PauseForm close={() => setAsking(false)} />}
    </>
  )
}

function PauseForm({ close }: { close(): void }) {
  const [message, setMessage] = useState('')
  const act = () => {
    close()
    void set({ paused: { message: message.trim() } })
  }
  return (
    <div class="notice">
      <SmallForm name="Pause new questions" deed="Pause" act={act} close={close}>
        <label>
          What whoever asks is told, or nothing
          <textarea
            dir="auto"
            rows={2}
            maxLength={OWNER_TEXT_CHARS}
            value={message}
            onInput={({ currentTarget }) => setMessage(currentTarget.value)}
          />
        </label>
        <p class="small soft">Answers that are being written go on. Everybody can still read.</p>
      </SmallForm>
    </div>
  )
}

function Now({ view }: { view: OwnerView }) {
  const { is, first, rest } = boxNow(view, byBurrow(useNow()))
  return (
    <p class="state" data-is={is}>
      <span>
        <Words as="b">{first}</Words> {rest && <Words>{rest}</Words>}
      </span>
    </p>
  )
}
