/** The part of the contract that is about who somebody is. */

import { CHANGE_BYTES, PASSKEY_BYTES } from '../../protocol/limits.ts'
import { Me, PassKey, Passkey, PasskeyOptions, TakenAlong } from './me-answers.ts'
import { NewPasskey, Pass, PasskeyName, PasskeyPath, SignIn } from './me-requests.ts'

export const ME = {
  'GET /api/me': {
    id: 'getMe',
    summary:
      'Who the visitor is to Burrow, with what they are the same on another device, what they have used, and may use.',
    problems: [],
    answer: Me,
  },
  'DELETE /api/me': {
    id: 'forgetMe',
    summary: 'Deletes all that is the visitor’s, for good. What was used of the box today stays counted.',
    problems: [],
    answer: null,
  },
  'POST /api/me/passkeys/options': {
    id: 'beginPasskey',
    summary: 'What a browser is to make a passkey of. It is good for five minutes, in this browser.',
    problems: ['passkeys_unavailable', 'too_many_passkeys'],
    answer: PasskeyOptions,
  },
  'POST /api/me/passkeys': {
    id: 'addPasskey',
    summary: 'Adds the passkey that the browser has made: whoever shows it is this visitor.',
    problems: ['passkeys_unavailable', 'passkey_refused', 'too_many_passkeys', 'too_many_visitors'],
    json: NewPasskey,
    bytes: PASSKEY_BYTES,
    answer: Passkey,
  },
  'PATCH /api/me/passkeys/:passkey': {
    id: 'changePasskey',
    summary: 'Gives a passkey another name.',
    problems: [],
    param: PasskeyPath,
    json: PasskeyName,
    bytes: CHANGE_BYTES,
    answer: Passkey,
  },
  'DELETE /api/me/passkeys/:passkey': {
    id: 'removePasskey',
    summary: 'Removes a passkey. Nobody is signed in with it any more; who is already, stays so.',
    problems: [],
    param: PasskeyPath,
    answer: null,
  },
  'POST /api/me/sign-in/options': {
    id: 'beginSignIn',
    summary: 'What a browser is to have signed by a passkey. It is good for five minutes, in this browser.',
    problems: ['passkeys_unavailable'],
    answer: PasskeyOptions,
  },
  'POST /api/me/sign-in': {
    id: 'signIn',
    summary: 'Makes this browser the visitor whose passkey it shows.',
    problems: ['passkeys_unavailable', 'passkey_refused', 'too_many_tries'],
    json: SignIn,
    bytes: PASSKEY_BYTES,
    answer: Me,
  },
  'POST /api/me/sign-out': {
    id: 'signOut',
    summary: 'Makes this browser who it was before somebody signed in on it.',
    problems: [],
    answer: null,
  },
  'POST /api/me/take-along': {
    id: 'takeAlong',
    summary:
      'Takes along some chats of this device from before somebody signed in on it. It may be repeated.',
    problems: [],
    answer: TakenAlong,
  },
  'GET /api/pass': {
    id: 'getPassKey',
    summary: 'What a visitor is shown to be found to be a person, where the owner wants to know that.',
    problems: ['not_found'],
    answer: PassKey,
  },
  'POST /api/pass': {
    id: 'getPass',
    summary: 'Gives a pass, a cookie, to whom Turnstile found to be a person. It is good for a day.',
    problems: ['pass_refused', 'not_found'],
    json: Pass,
    bytes: CHANGE_BYTES,
    answer: null,
  },
} as const
