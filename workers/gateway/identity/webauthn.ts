/** WebAuthn by its library, which is made ready with the first passkey and not before. */

import type {
  AuthenticationResponseJSON,
  AuthenticatorTransportFuture,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { decodeBase64Url, encodeBase64Url } from 'hono/utils/encode'
import { validate } from 'uuid'
import type { Credential } from '../../protocol/passkeys.ts'
import { GOOD_SECONDS } from './challenge.ts'
import type { Party } from './party.ts'

const library = () => import('@simplewebauthn/server')

const timeout = GOOD_SECONDS * 1_000

/** Whoever holds a passkey must also unlock it: it is all that opens somebody's chats. */
const userVerification = 'required'

type Transports = AuthenticatorTransportFuture[]

/** What a browser is to be asked for so that it makes a passkey; not one of those that there are already. */
export async function optionsToAdd(
  { id }: Party,
  visitor: string,
  known: readonly Pick<Credential, 'credential' | 'transports'>[]
) {
  const { generateRegistrationOptions } = await library()
  return generateRegistrationOptions({
    rpName: 'Burrow',
    rpID: id,
    // Told back when somebody signs in. It opens nothing by itself.
    userID: Uint8Array.from(new TextEncoder().encode(visitor)),
    userName: `My chats, since ${new Date().toISOString().slice(0, 10)}`,
    timeout,
    attestationType: 'none',
    excludeCredentials: known.map(({ credential, transports }) => ({
      id: credential,
      transports: transports as Transports,
    })),
    authenticatorSelection: { residentKey: 'required', userVerification },
  })
}

/** Whose passkey it is, as they were told when they made it: nothing is proved by it. Null where it is no visitor. */
export function ownerOf(userHandle: string | undefined): string | null {
  try {
    const owner = new TextDecoder().decode(decodeBase64Url(userHandle ?? ''))
    return validate(owner) ? owner : null
  } catch {
    return null
  }
}

/** The passkey that was made; null where it is none that may be kept. */
export async function verifyAdded(
  { id, origins }: Party,
  challenge: string,
  response: object
): Promise<Credential | null> {
  const { verifyRegistrationResponse } = await library()
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origins,
    expectedRPID: id,
  })
  if (!verified) return null
  const { credential } = registrationInfo
  return {
    credential: credential.id,
    publicKey: encodeBase64Url(credential.publicKey.buffer),
    counter: credential.counter,
    transports: credential.transports ?? [],
  }
}

/** What a browser is to be asked for so that it shows whichever passkey its person chooses. */
export async function optionsToSignIn({ id }: Party) {
  const { generateAuthenticationOptions } = await library()
  return generateAuthenticationOptions({ rpID: id, timeout, userVerification })
}

/** How often it was used by now, as it counts itself; null where it is not what it says. */
export async function verifySignIn(
  { id, origins }: Party,
  challenge: string,
  response: object,
  { credential, publicKey, counter, transports }: Credential
): Promise<number | null> {
  const { verifyAuthenticationResponse } = await library()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origins,
    expectedRPID: id,
    credential: {
      id: credential,
      publicKey: decodeBase64Url(publicKey),
      counter,
      transports: transports as Transports,
    },
  })
  return verified ? authenticationInfo.newCounter : null
}
