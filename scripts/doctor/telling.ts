/** Whether the owner is told what they should know: at Cloudflare, and by a message from here. */

import * as v from 'valibot'
import { messageOf } from '../../workers/gateway/telling/message.ts'
import { TELLING } from '../../workers/gateway/telling/settings-schema.ts'
import { post } from '../../workers/gateway/telling/webhook.ts'
import { TEST } from '../../workers/gateway/telling/words.ts'
import type { Survey } from '../deploy/survey.ts'
import { type Finding, unseen, well, wrong } from './finding.ts'

const WHAT = 'telling'
const AGAIN = 'Run npm run deploy.'
const MEND = 'Mend it in the environment: docs/configuration.md says what it may be.'

/** What the gateway is bound to. */
interface Bound {
  bindings: { type: string; [field: string]: unknown }[]
}

/** That it is told there the owner hears itself, within five minutes of the deployment. */
export function tellingAt(
  { settings: { secrets, vars }, rings }: Pick<Survey, 'settings' | 'rings'>,
  gateway: Bound | null
): Finding {
  const to = vars['TELL_EMAIL'] ?? ''
  const ways = [...(secrets.has('TELL_URL') ? ['TELL_URL'] : []), ...(to === '' ? [] : ['TELL_EMAIL'])]
  if (ways.length === 0)
    return rings
      ? wrong(WHAT, 'it looks around by its clock, and nobody is told', AGAIN)
      : unseen(WHAT, 'nobody is told when the box goes: TELL_URL is not set')
  if (!rings) return wrong(WHAT, `${ways.join(' and ')} is set, and the clock is not`, AGAIN)
  const mails = gateway?.bindings.some(
    ({ type, destination_address }) => type === 'send_email' && destination_address === to
  )
  return to === '' || mails
    ? well(WHAT, `by ${ways.join(' and ')}, every five minutes`)
    : wrong(WHAT, 'what sends e-mail is not bound', AGAIN)
}

/** Sends a test to the webhook that the environment names. */
export async function sendTest(env: Record<string, string | undefined>): Promise<Finding> {
  const url = v.safeParse(TELLING.TELL_URL, env['TELL_URL'])
  const secret = v.safeParse(TELLING.TELL_SECRET, env['TELL_SECRET'])
  if (!url.success) return wrong(WHAT, `TELL_URL ${url.issues[0].message}`, MEND)
  if (!secret.success) return wrong(WHAT, `TELL_SECRET ${secret.issues[0].message}`, MEND)
  if (url.output === '') return unseen(WHAT, 'TELL_URL is not set here')
  const webhook = { url: url.output, secret: secret.output || null }
  const why = await post(webhook, messageOf([TEST], Date.now()))
  return why === null
    ? well(WHAT, 'a test was sent, and taken: look whether it is there')
    : wrong(WHAT, `a test was sent, and ${why}`, 'Look at TELL_URL, and at whatever receives it.')
}
