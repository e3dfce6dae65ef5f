/**
 * /api/me: who somebody is to Burrow, what they have used and may use, “Forget me”, and the passkeys by which they are the
 * same on another device.
 */

import { Hono } from 'hono'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import { check } from '../check.ts'
import { contract } from '../contract/contract.ts'
import * as passkeys from '../identity/passkeys.ts'
import { nothingYet, visitor, whoever } from '../identity/visitor.ts'
import { mayCome } from '../may-come.ts'
import { me as about } from '../me.ts'
import { answer } from '../refuse.ts'

const adding = contract['POST /api/me/passkeys']
const renaming = contract['PATCH /api/me/passkeys/:passkey']
const removing = contract['DELETE /api/me/passkeys/:passkey']
const signingIn = contract['POST /api/me/sign-in']

export const me = new Hono<App>()
  .on(['PATCH', 'DELETE'], '/passkeys/:passkey', visitor, nothingYet)
  .get('/', whoever, async c => answer(c, await about(c)))
  .delete('/', whoever, async c => {
    const { visitor: owner, newcomer, known } = c.get('who')
    if (newcomer) return c.body(null, 204)
    const busy = await askBox(c.env, box => box.chatsOf(owner))
    const erased = await c.env.HISTORY.erase(owner, busy, c.get('requestId'))
    if (erased.ok && known === 'passkey') await askBox(c.env, box => box.strike(owner))
    if (erased.ok) await passkeys.forgotten(c)
    return answer(c, erased)
  })
  .post('/passkeys/options', visitor, async c => answer(c, await passkeys.beginAdding(c)))
  .post('/passkeys', check('json', adding.json), visitor, mayCome, async c =>
    answer(c, await passkeys.add(c, c.req.valid('json').response))
  )
  .patch('/passkeys/:passkey', check('param', renaming.param), check('json', renaming.json), async c =>
    answer(c, await passkeys.rename(c, c.req.valid('param').passkey, c.req.valid('json').name))
  )
  .delete('/passkeys/:passkey', check('param', removing.param), async c =>
    answer(c, await passkeys.remove(c, c.req.valid('param').passkey))
  )
  .post('/take-along', visitor, async c => answer(c, await passkeys.takeAlong(c)))
  // Whoever signs in need not be anybody yet.
  .post('/sign-in/options', async c => answer(c, await passkeys.beginSignIn(c)))
  .post('/sign-in', check('json', signingIn.json), async c => {
    const signedIn = await passkeys.signIn(c, c.req.valid('json').response)
    return answer(c, signedIn.ok ? await about(c) : signedIn)
  })
  .post('/sign-out', async c => {
    await passkeys.signOut(c)
    return c.body(null, 204)
  })
