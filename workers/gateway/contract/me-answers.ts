/** What Burrow answers of who somebody is, as schemas of protocol's nouns. */

import * as v from 'valibot'
import type * as me from '../../protocol/me.ts'
import { exactly } from './exactly.ts'

const Time = v.pipe(v.number(), v.integer(), v.description('Unix time in milliseconds.'))
const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

export const Passkey = exactly<me.Passkey>()(
  v.object({
    id: v.pipe(v.string(), v.uuid()),
    name: v.string(),
    createdAt: Time,
    usedAt: v.pipe(v.nullable(Time), v.description('When it was last signed in with.')),
  })
)

const Share = v.object({
  used: v.pipe(v.number(), v.minValue(0)),
  most: v.pipe(v.nullable(v.number()), v.description('Null for no limit.')),
})

export const Me = exactly<me.Me>()(
  v.object({
    known: v.picklist(['anonymous', 'passkey', 'access']),
    isOwner: v.boolean(),
    canKeep: v.pipe(v.boolean(), v.description('Passkeys work at this address.')),
    passkeys: v.array(Passkey),
    before: v.pipe(Count, v.description('Chats of this device from before somebody signed in on it.')),
    usage: v.object({
      boxSeconds: v.pipe(
        v.object({ ...Share.entries, until: v.pipe(v.number(), v.integer()) }),
        v.description('Of the box, today, which ends at `until`.')
      ),
      turnsThisMinute: v.pipe(Share, v.description('Questions within the last minute.')),
      chats: Share,
      messages: Share,
      bytes: v.pipe(Share, v.description('Of texts, and 500 for each chat and message.')),
    }),
  })
)

export const TakenAlong = exactly<me.TakenAlong>()(
  v.object({
    taken: Count,
    left: v.pipe(
      Count,
      v.description('Call again. In some an answer is being written, and they come when it has ended.')
    ),
  })
)

export const PasskeyOptions = v.object({
  options: v.pipe(v.looseObject({}), v.description('`publicKey` for `navigator.credentials`, as JSON.')),
})

export const PassKey = exactly<me.PassKey>()(
  v.object({ siteKey: v.pipe(v.string(), v.description('Of the owner’s Turnstile widget.')) })
)
