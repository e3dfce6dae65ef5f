/** The calls about who somebody is. */

import type { NewPasskey, SignIn } from '../../../workers/protocol/me.ts'
import { ask } from './json.ts'

export const getMe = () => ask('GET /api/me', {})
export const deleteMe = () => ask('DELETE /api/me', {})
export const beginPasskey = () => ask('POST /api/me/passkeys/options', {})
export const addPasskey = (made: NewPasskey) => ask('POST /api/me/passkeys', { body: made })
export const namePasskey = (passkey: string, name: string) =>
  ask('PATCH /api/me/passkeys/:passkey', { params: { passkey }, body: { name } })
export const removePasskey = (passkey: string) =>
  ask('DELETE /api/me/passkeys/:passkey', { params: { passkey } })
export const beginSignIn = () => ask('POST /api/me/sign-in/options', {})
export const signIn = (shown: SignIn) => ask('POST /api/me/sign-in', { body: shown })
export const signOut = () => ask('POST /api/me/sign-out', {})
export const takeAlong = () => ask('POST /api/me/take-along', {})
