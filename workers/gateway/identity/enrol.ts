/** Becoming an owner: whoever is signed in with a passkey, and knows the code that the owner has set. */

import type { Context } from 'hono'
import { timingSafeEqual } from 'hono/utils/buffer'
import { encodeBase64Url } from 'hono/utils/encode'
import * as v from 'valibot'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import { Enrolment } from '../contract/owner-requests.ts'
import { hmac } from '../hmac.ts'
import { pseudonym } from '../pseudonym.ts'
import { settingsOrNull } from '../settings.ts'
import { whoAsks } from './visitor.ts'

/** A code is kept as this of it, whatever secret of Burrow's changes: what is used up stays so. */
const hashOf = async (code: string): Promise<string> =>
  encodeBase64Url((await hmac('burrow owner code', code)).buffer)

/** False for everything that is wrong, which is told to nobody. Only of somebody with a passkey it is a try. */
export async function enrol(c: Context<App>): Promise<boolean> {
  const owners = settingsOrNull(c.env)
  if (owners === null) return false
  const { ownerCode, cookieSecret } = owners
  const who = await whoAsks(c)
  if (ownerCode === null || who?.known !== 'passkey') return false
  const sent = v.safeParse(Enrolment, await c.req.json().catch(() => null))
  if (!sent.success) return false
  const [isRight, code, by] = await Promise.all([
    timingSafeEqual(sent.output.code, ownerCode),
    hashOf(ownerCode),
    pseudonym(cookieSecret, who.visitor),
  ])
  return askBox(c.env, box => box.enrol(who.visitor, by, isRight, code))
}
