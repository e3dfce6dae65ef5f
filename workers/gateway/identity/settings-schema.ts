/** What the owner may set of who asks. */

import * as v from 'valibot'
import { OWNER_CODE_CHARS, OWNER_TRIES } from '../../protocol/owner.ts'
import { parseAddress } from '../ollama/address.ts'
import { List, Text } from '../setting-kinds.ts'

/** A team of Access has an address of its own. */
const TEAMS = 'cloudflareaccess.com'

/** A passkey is made for a name: an address of digits is none. */
export const isName = (host: string): boolean => /^(?:[a-z\d-]+\.)*[a-z\d-]*[a-z][a-z\d-]*$/i.test(host)

const isOrigin = (text: string): boolean => URL.parse(text)?.origin === text

const SITEVERIFY = 'https://challenges.cloudflare.com/turnstile/v0/siteverify'

/** Where a team's tokens come from, as they name it themselves: the name alone is enough. Null where it is none. */
function issuerOf(team: string): string | null {
  if (team === '') return ''
  if (/^[a-z\d-]+$/i.test(team)) return `https://${team.toLowerCase()}.${TEAMS}`
  const parsed = URL.parse(team.includes('://') ? team : `https://${team}`)
  if (parsed === null || parsed.pathname !== '/' || parsed.search + parsed.hash !== '') return null
  // Plain http is for a stand-in on one's own machine.
  const isNear = parsed.protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(parsed.hostname)
  return parsed.protocol === 'https:' || isNear ? parsed.origin : null
}

export const IDENTITY = {
  ACCESS_TEAM: v.pipe(
    Text,
    v.transform(issuerOf),
    v.string(`must be the name of a team, as it stands before .${TEAMS}`),
    v.description(
      `The team whose Cloudflare Access stands before the page: the name before .${TEAMS}. Empty without Access.`
    )
  ),
  ACCESS_AUD: v.pipe(
    List,
    v.everyItem(
      tag => /^[\da-f]{64}$/i.test(tag),
      'must be the 64 hexadecimal digits of an application’s AUD tag'
    ),
    v.description(
      'The Application Audience (AUD) Tag of the Access application before the page. Several, with commas between them, where there are several applications.'
    )
  ),
  ACCESS_FOR: v.pipe(
    Text,
    v.toLowerCase(),
    v.picklist(['', 'everyone', 'owner'], 'must be everyone or owner'),
    v.transform((text): 'everyone' | 'owner' => (text === 'owner' ? text : 'everyone')),
    v.description(
      'Whom Access is for. “everyone”, also where it is empty: only whom it lets in has a chat, at whatever host name. “owner”: everybody chats, and Access stands before `/owner` and `/api/owner` alone.'
    )
  ),
  OWNERS: v.pipe(
    List,
    v.mapItems(item => item.toLowerCase()),
    v.everyItem(item => /^[^@\s]+@[^@\s]+$/.test(item), 'must be e-mail addresses with commas between them'),
    v.description('The owners’ e-mail addresses, as Access knows them, with commas between them.')
  ),
  OWNER_CODE: v.pipe(
    Text,
    v.check(
      text => text === '' || (text.length >= OWNER_CODE_CHARS.least && text.length <= OWNER_CODE_CHARS.most),
      `must be a text of ${OWNER_CODE_CHARS.least} to ${OWNER_CODE_CHARS.most} characters, or empty`
    ),
    v.description(
      `Makes whoever is signed in with a passkey and types it at \`/owner\` an owner, once: then it is used up, and another one is needed for the next ([owner.md](owner.md#becoming-one)). ${OWNER_CODE_CHARS.least} characters or more that nobody guesses; of wrong ones ${OWNER_TRIES} are heard in an hour. Empty: nobody becomes an owner so.`
    ),
    v.metadata({ secret: true })
  ),
  RP_ID: v.pipe(
    Text,
    v.toLowerCase(),
    v.check(text => text === '' || isName(text), 'must be a host name, or a domain that it lies in'),
    v.description(
      'What passkeys are made for: the page’s host name, or a domain that it lies in. With another one none of those that there are work any more. Empty: the host name at which somebody comes.'
    )
  ),
  RP_ORIGINS: v.pipe(
    List,
    v.everyItem(isOrigin, 'must be origins with commas between them, for instance https://chat.example.com'),
    v.description(
      'The origins at which passkeys of RP_ID may be made and used, with commas between them. Empty: whichever lies in RP_ID.'
    )
  ),
  TURNSTILE_SITE_KEY: v.pipe(
    Text,
    v.description(
      'Of a Turnstile widget: whoever asks must have been found to be a person, within a day. Empty without.'
    )
  ),
  TURNSTILE_SECRET: v.pipe(
    Text,
    v.description('The secret key of that widget.'),
    v.metadata({ secret: true })
  ),
  TURNSTILE_VERIFY_URL: v.pipe(
    Text,
    v.check(text => text === '' || parseAddress(text) !== null, 'must be an address'),
    v.transform(text => text || SITEVERIFY),
    v.description(
      'Where Turnstile is asked what it found. Empty: at Cloudflare; another address is for tests.'
    )
  ),
}
