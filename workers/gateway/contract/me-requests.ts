/** What comes from outside about who somebody is. */

import * as v from 'valibot'
import { PASSKEY_NAME_CHARS } from '../../protocol/limits.ts'
import type * as me from '../../protocol/me.ts'
import { exactly } from './exactly.ts'
import { Id, wellFormed } from './requests.ts'

export const PasskeyPath = v.object({ passkey: Id })

/** WebAuthn bounds the name of a passkey to 1,023 bytes. */
const CREDENTIAL_CHARS = 1_364

const Credential = v.pipe(
  v.string(),
  v.regex(/^[\w-]+$/, 'is no base64url'),
  v.maxLength(CREDENTIAL_CHARS, 'is no passkey')
)

/** What else a browser says of a passkey is read by WebAuthn's own library. */
export const NewPasskey = v.strictObject({
  response: v.pipe(v.looseObject({ id: Credential }), v.description('RegistrationResponseJSON of WebAuthn.')),
})

export const SignIn = v.strictObject({
  response: v.pipe(
    v.looseObject({
      id: Credential,
      response: v.looseObject({ userHandle: v.exactOptional(v.string()) }),
    }),
    v.description('AuthenticationResponseJSON of WebAuthn.')
  ),
})

export const PasskeyName = exactly<me.PasskeyName>()(
  v.strictObject({
    name: v.pipe(
      v.string(),
      wellFormed,
      v.trim(),
      v.nonEmpty('is empty'),
      v.maxLength(PASSKEY_NAME_CHARS, `is longer than ${PASSKEY_NAME_CHARS} characters`)
    ),
  })
)

/** Turnstile's tokens are no longer. */
const TOKEN_CHARS = 2_048

export const Pass = exactly<me.PassRequest>()(
  v.strictObject({
    token: v.pipe(
      v.string(),
      v.nonEmpty('is empty'),
      v.maxLength(TOKEN_CHARS, `is longer than ${TOKEN_CHARS} characters`),
      v.description('What Turnstile gave the visitor.')
    ),
  })
)
