/** What a gateway needs that tells its owner something, and another does not: a clock, and what sends an e-mail. */

import type { Chosen, Standing } from './settings.ts'
import { Trouble } from './trouble.ts'

export interface Telling {
  /** It looks around by its clock. */
  rings: boolean
  /** Where e-mail goes; null where none is sent. */
  mailTo: string | null
}

/** Throws `Trouble` where only half of it is said. */
export function tellingOf(
  { secrets, vars }: Pick<Chosen, 'secrets' | 'vars'>,
  standing: Pick<Standing, 'secrets'>
): Telling {
  const { TELL_EMAIL: to = '', TELL_FROM: from = '' } = vars
  if ((to === '') !== (from === ''))
    throw new Trouble('Of TELL_EMAIL and TELL_FROM only one is there.', 'Give both, or neither.')
  return { rings: 'TELL_URL' in secrets || standing.secrets.has('TELL_URL') || to !== '', mailTo: to || null }
}

/** The binding that sends e-mail to this address, and to no other. */
export const mailTo = (address: string) => ({ name: 'MAIL', destination_address: address })

/** Of a gateway's configuration, with what its wrangler.toml says of the clock. */
export const boundTo = ({ rings, mailTo: to }: Telling, triggers: unknown) => ({
  // An empty list takes away what an earlier deployment had set.
  triggers: rings ? triggers : { crons: [] },
  ...(to !== null && { send_email: [mailTo(to)] }),
})
