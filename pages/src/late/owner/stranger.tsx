/** To whoever is not known to be the owner: how the owner gets in. */

import { useEffect, useState } from 'preact/hooks'
import type { Me } from '../../../../workers/protocol/me.ts'
import { devicesOpen } from '../../parts/devices.tsx'
import { getMe } from '../../wire/me.ts'
import { EnrolForm } from './enrol-form.tsx'
import { reason } from './view.ts'

export function Stranger() {
  const [me, setMe] = useState<Me | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const away = devicesOpen.value
  useEffect(() => {
    // Whoever comes back from there may have a passkey now.
    if (away) return
    void getMe().then(answer => {
      setTrouble(answer.ok ? null : reason(answer.problem))
      if (answer.ok) setMe(answer.value)
    })
  }, [away])
  return (
    <>
      <h2>This page is for the owner of the box.</h2>
      {me && <Way me={me} />}
      {trouble && (
        <p class="state" data-is="failed" role="alert">
          <span>{trouble}</span>
        </p>
      )}
    </>
  )
}

function Way({ me: { known, canKeep } }: { me: Me }) {
  if (known === 'access')
    return <p>You are signed in, but your e-mail address is not one of those that the configuration names.</p>
  if (known === 'passkey')
    return (
      <>
        <p>
          If it is yours, enter the owner’s code. That is done once: your passkey opens this page from then
          on.
        </p>
        <EnrolForm />
      </>
    )
  if (!canKeep) return <p>The owner gets in with a passkey, and passkeys do not work at this address.</p>
  return (
    <>
      <p>
        If it is yours: make a passkey in Devices, or sign in with the one you have. Then enter the owner’s
        code here.
      </p>
      <button type="button" class="btn main" onClick={() => (devicesOpen.value = true)}>
        Make or use a passkey
      </button>
    </>
  )
}
