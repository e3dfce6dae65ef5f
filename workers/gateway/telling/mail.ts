/** Sends a message by e-mail, where `npm run deploy` bound what does so. */

import { causeOf } from '../../protocol/log.ts'
import { orAborted } from '../ollama/pause.ts'
import type { Message } from './message.ts'
import type { Mailbox } from './settings.ts'
import { WITHIN_MS } from './webhook.ts'

declare global {
  interface GatewayEnv {
    /**
     * Email Routing's. It is in no `wrangler.toml`: it needs a domain with Email Routing, and an address that was
     * verified there. `npm run deploy` binds it where TELL_EMAIL is set.
     */
    MAIL?: SendEmail
  }
}

/** As `post` of a webhook. */
export async function mail(
  { MAIL }: Pick<GatewayEnv, 'MAIL'>,
  { to, from }: Mailbox,
  { text, events }: Message
): Promise<string | null> {
  if (MAIL === undefined) return 'nothing is bound that sends it: npm run deploy binds it'
  const [first] = events
  const subject = `Burrow: ${SUBJECTS[first?.event ?? 'test']}`
  const sent = MAIL.send({ to, from: { email: from, name: 'Burrow' }, subject, text }).then(
    () => null,
    // It may name the addresses.
    (error: unknown) => causeOf(error).replaceAll(/\S+@\S+/g, '…')
  )
  const wrong = await orAborted(sent, AbortSignal.timeout(WITHIN_MS))
  return wrong === undefined ? 'it is not taken in time' : wrong
}

const SUBJECTS: Record<Message['events'][number]['event'], string> = {
  hello: 'you are told here',
  test: 'a test',
  box_gone: 'the box is away',
  box_back: 'the box is back',
  limit_near: 'a limit is near',
  backup_old: 'backups are old',
}
