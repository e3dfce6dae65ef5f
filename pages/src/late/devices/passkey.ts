/** Asks the browser for a passkey, and Burrow what it makes of it. The library comes with the first that is asked for. */

import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import type { Me, Passkey } from '../../../../workers/protocol/me.ts'
import { addPasskey, beginPasskey, beginSignIn, signIn } from '../../wire/me.ts'
import type { Answer } from '../../wire/json.ts'

/** Something came of it, or why not. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; why: string }

const library = () => import('@simplewebauthn/browser')

/** What Burrow says, or that it says nothing. */
export const outcome = <T>(answer: Answer<T>): Outcome<T> =>
  answer.ok ? answer : { ok: false, why: answer.problem?.message ?? 'Burrow did not answer.' }

export async function makePasskey(): Promise<Outcome<Passkey>> {
  const begun = await beginPasskey()
  if (!begun.ok) return outcome(begun)
  const optionsJSON = begun.value.options as PublicKeyCredentialCreationOptionsJSON
  return fromBrowser(async () => {
    const response = await (await library()).startRegistration({ optionsJSON })
    return outcome(await addPasskey({ response }))
  })
}

export async function showPasskey(): Promise<Outcome<Me>> {
  const begun = await beginSignIn()
  if (!begun.ok) return outcome(begun)
  const optionsJSON = begun.value.options as PublicKeyCredentialRequestOptionsJSON
  return fromBrowser(async () => {
    const response = await (await library()).startAuthentication({ optionsJSON })
    return outcome(await signIn({ response }))
  })
}

async function fromBrowser<T>(work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await work()
  } catch (error) {
    return { ok: false, why: whyOf(error instanceof Error ? error.name : '') }
  }
}

/** By WebAuthn's own names. */
function whyOf(name: string): string {
  switch (name) {
    case 'InvalidStateError':
      return 'This device has a passkey of yours already.'
    case 'NotAllowedError':
    case 'AbortError':
      return 'It was not unlocked, or took too long.'
    default:
      return 'This browser could not do it.'
  }
}
