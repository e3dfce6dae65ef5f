/** One's other devices: a passkey keeps the chats, signs in elsewhere, and brings along what a device had of its own. And “Forget me”. */

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Me } from '../../../../workers/protocol/me.ts'
import { chats } from '../../state/chats.ts'
import { forgetMe } from '../../state/forget-me.ts'
import { beginAnew } from '../../state/who.ts'
import type { Answer } from '../../wire/json.ts'
import { getMe, namePasskey, removePasskey, signOut } from '../../wire/me.ts'
import { Dialog } from '../dialog.tsx'
import { Before } from './before.tsx'
import { ForgetMe } from './forget-me.tsx'
import { makePasskey, type Outcome, outcome, showPasskey } from './passkey.ts'
import { Row } from './row.tsx'

export function Devices({ close }: { close(): void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [me, setMe] = useState<Me | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  /** Whoever this browser is now is not whom the page around was drawn for. */
  const changed = useRef(false)
  const done = () => (changed.current ? beginAnew('in') : close())

  /** One thing at a time; what went wrong is said, and else all is looked up anew. */
  const run = async <T,>(work: () => Promise<Outcome<T>>): Promise<T | null> => {
    if (busy) return null
    setBusy(true)
    setTrouble(null)
    const came = await work()
    const now = outcome(await getMe())
    setBusy(false)
    if (now.ok) setMe(now.value)
    if (!came.ok) setTrouble(came.why)
    else if (!now.ok) setTrouble(now.why)
    return came.ok ? came.value : null
  }
  useEffect(() => void run(() => Promise.resolve({ ok: true, value: null })), [])

  const enter = async () => {
    const signedIn = await run(showPasskey)
    if (signedIn === null) return
    changed.current = true
    // What this device has of its own is offered first.
    if (signedIn.before === 0) beginAnew('in')
  }
  /** Where it is done, the page begins anew. */
  const leave = async (work: () => Promise<Answer<null>>) => {
    if (busy) return
    setBusy(true)
    setTrouble(null)
    const left = outcome(await work())
    if (left.ok) return
    setBusy(false)
    setTrouble(left.why)
  }
  return (
    <Dialog name="Devices" at={dialog} close={done}>
      {me && <p>{aboutMe(me)}</p>}
      {me && me.before > 0 && <Before count={me.before} taken={() => void run(nothing)} />}
      {me && me.passkeys.length > 0 && (
        <ul class="passkeys" aria-label="Passkeys">
          {me.passkeys.map(passkey => (
            <Row
              key={passkey.id}
              passkey={passkey}
              rename={name => void run(async () => outcome(await namePasskey(passkey.id, name)))}
              isLast={me.passkeys.length === 1}
              remove={async () => {
                await run(async () => outcome(await removePasskey(passkey.id)))
                // Its button has gone with it.
                if (!dialog.current?.contains(document.activeElement)) dialog.current?.focus()
              }}
            />
          ))}
        </ul>
      )}
      {me?.canKeep && (
        <div class="row deeds">
          <button type="button" class="btn main" onClick={() => void run(makePasskey)}>
            Add a passkey
          </button>
          {me.known === 'passkey' ? (
            <button type="button" class="btn" onClick={() => void leave(goOut)}>
              Sign out
            </button>
          ) : (
            <button type="button" class="btn" onClick={() => void enter()}>
              Sign in
            </button>
          )}
        </div>
      )}
      {me && (
        <ForgetMe
          chats={Math.max(me.usage.chats.used, chats.value?.length ?? 0)}
          hasEmail={me.known === 'access'}
          forget={() => leave(forgetMe)}
        />
      )}
      {trouble && (
        <p ref={inView} class="state" data-is="failed" role="alert">
          <span>{trouble}</span>
        </p>
      )}
    </Dialog>
  )
}

async function goOut(): Promise<Answer<null>> {
  const answer = await signOut()
  if (answer.ok) beginAnew('out')
  return answer
}

const inView = (trouble: HTMLElement | null) => trouble?.scrollIntoView({ block: 'nearest' })

const nothing = () => Promise.resolve({ ok: true, value: null } as const)

function aboutMe({ known, canKeep, passkeys }: Me): string {
  if (known === 'access') return 'You are signed in, and find your chats on every device on which you are.'
  if (!canKeep) return 'Burrow knows you by a cookie of this browser. Passkeys do not work at this address.'
  if (known === 'passkey' && passkeys.length === 0)
    return 'You are signed in here, and have no passkey any more. Add one before you sign out, or you do not find your chats again.'
  if (known === 'passkey') return 'You find your chats on every device on which you sign in with a passkey.'
  if (passkeys.length > 0) return 'Sign in with a passkey on your other devices, and your chats are there.'
  return 'Keep your chats on other devices: a passkey, no password and no e-mail. All your chats come along.'
}
