/** One passkey: what it is called, when it was made and used, and what may be done with it. */

import { useState } from 'preact/hooks'
import { PASSKEY_NAME_CHARS } from '../../../../workers/protocol/limits.ts'
import type { Passkey } from '../../../../workers/protocol/me.ts'
import { composing } from '../../parts/composing.ts'
import { when } from '../../words/when.ts'
import { RemoveButton } from '../remove-button.tsx'

const LAST = 'It is your last. Your chats stay on this device only.'
const OTHERS = 'Nobody signs in with it any more. Your other passkeys still open your chats.'

interface Props {
  passkey: Passkey
  /** Without it nothing else opens their chats elsewhere. */
  isLast: boolean
  rename(name: string): void
  remove(): Promise<void>
}

export function Row({ passkey, isLast, rename, remove }: Props) {
  const [naming, setNaming] = useState(false)
  const [asked, setAsked] = useState(false)
  const { name, createdAt, usedAt } = passkey
  const keep = (field: HTMLInputElement) => {
    setNaming(false)
    const written = field.value.trim()
    if (written && written !== name) rename(written)
  }
  return (
    <li class="row">
      {naming ? (
        <input
          ref={field => field?.focus()}
          dir="auto"
          aria-label="New name of the passkey"
          maxLength={PASSKEY_NAME_CHARS}
          defaultValue={name}
          onBlur={({ currentTarget }) => keep(currentTarget)}
          onKeyDown={event => {
            if (composing(event)) return
            if (event.key === 'Enter') keep(event.currentTarget)
            if (event.key !== 'Escape') return
            // The dialog stays.
            event.preventDefault()
            event.currentTarget.value = name
            setNaming(false)
          }}
        />
      ) : (
        <span>
          <bdi>{name}</bdi>
          <span class="soft small">
            Made {when(createdAt)}. {usedAt === null ? 'Not used yet.' : `Last used ${when(usedAt)}.`}
          </span>
          <span class="small" role="status">
            {asked && (isLast ? LAST : OTHERS)}
          </span>
        </span>
      )}
      <button type="button" class="bare end" aria-label={`Rename “${name}”`} onClick={() => setNaming(true)}>
        Rename
      </button>
      <RemoveButton name={`“${name}”`} asks={setAsked} remove={remove} />
    </li>
  )
}
