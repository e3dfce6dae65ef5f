/**
 * What the owner may set of the gateway: names, meanings, units, bounds, defaults. Read by the gateway, by whatever asks
 * for them before a deployment, and by whoever writes them down.
 */

import * as v from 'valibot'
import { IDENTITY } from './identity/settings-schema.ts'
import { LIMITS } from './limit-settings.ts'
import { type Address, parseAddress } from './ollama/address.ts'
import { fullName } from './ollama/full-name.ts'
import { HostList, hostsAt, MOST_HOSTS } from './ollama/host-list.ts'
import { List, Text, within } from './setting-kinds.ts'
import { TELLING } from './telling/settings-schema.ts'

/** How a setting is kept, and when the owner is asked for it. */
export interface About {
  /** Kept where nobody can read it again. */
  secret?: true
  /** The owner is asked for it before the first deployment; one that may be empty may be skipped. */
  asked?: true
  /** Made by Burrow itself, once: whoever changes it loses what it signed. */
  made?: true
}

/** Characters of a secret that nobody guesses: 128 bits in hexadecimal digits. */
const SECRET_CHARS = 32

/** An hour: the longest wait of anything. */
const HOUR_SECONDS = 3_600

export const Schema = v.object({
  OLLAMA_URL: v.pipe(
    List,
    v.mapItems(parseAddress),
    v.everyItem(
      address => address !== null,
      'has something that is no address: write each as http://127.0.0.1:11434 or https://ollama.example.com'
    ),
    v.transform(addresses => hostsAt(addresses as Address[])),
    v.maxLength(MOST_HOSTS, `has more than ${MOST_HOSTS} addresses`),
    v.description(
      'Where Ollama is. Several addresses, with commas between them, are one box: a question goes to one that has its model, in memory and free if possible, and one that fails is left out until it is well. A user and a password in an address are sent as Basic authentication. Each answers one turn at a time, by one model.'
    ),
    v.metadata({ secret: true, asked: true } satisfies About)
  ),
  OLLAMA_HOSTS: v.pipe(
    Text,
    HostList,
    v.description(
      `In place of OLLAMA_URL, where a host has a name or does more than one thing at once: a list in JSON of at most ${MOST_HOSTS} hosts, such as \`[{"name":"attic","url":"http://10.0.0.5:11434","slots":2,"resident":1}]\`. Only \`url\` is needed. \`name\` is what it is called, which visitors may see; without one, the host name of its address. \`slots\` is how many turns it answers at once, as its OLLAMA_NUM_PARALLEL; \`resident\` how many models it has in memory at once, as its OLLAMA_MAX_LOADED_MODELS; each 1 where it is not said.`
    ),
    v.metadata({ secret: true } satisfies About)
  ),
  MODELS: v.pipe(
    List,
    v.mapItems(fullName),
    v.description(
      'Exact names of the models to offer, with commas between them. Empty: every local model that can chat.'
    ),
    v.metadata({ asked: true } satisfies About)
  ),
  ANSWER_TOKENS: v.pipe(
    within(16_384, 1, 1_000_000, 'tokens'),
    v.transform(Math.floor),
    v.description('The longest answer, in tokens, thinking included.')
  ),
  LET_GO_SECONDS: v.pipe(
    within(null, 0.1, HOUR_SECONDS, 'seconds'),
    v.description(
      'Seconds that a request may be silent before it is let go of and sent again. Empty: 110 for an https address, for the edge gives up on a silent Tunnel after 120; an hour for plain http, where nobody gives up.'
    )
  ),
  WAIT_SECONDS: v.pipe(
    within(600, 0.1, HOUR_SECONDS, 'seconds'),
    v.description(
      'Seconds that a question may wait for its first token in all, where requests are let go of.'
    )
  ),
  WEDGE_SECONDS: v.pipe(
    within(45, 0.1, HOUR_SECONDS, 'seconds'),
    v.description(
      'Seconds of silence, beyond the reading of all that was sent, after which a loaded model that answers nobody counts as wedged, which is logged.'
    )
  ),
  UNLOAD_WEDGED: v.pipe(
    Text,
    v.toLowerCase(),
    v.picklist(['', 'true', 'false'], 'must be true or false'),
    v.transform(text => text === 'true'),
    v.description(
      '“true” also unloads a wedged model and loads it anew. Only where nobody but this Burrow uses this Ollama: whoever else is answered by it at that moment cannot be seen.'
    )
  ),
  ...LIMITS,
  // Taken as it is, but for white space around it: what is changed in a secret makes everybody a stranger.
  COOKIE_SECRET: v.pipe(
    v.optional(v.string(), ''),
    v.transform(text => text.split(',').map(secret => secret.trim())),
    v.everyItem(
      secret => secret.length >= SECRET_CHARS,
      `must be a random text of at least ${SECRET_CHARS} characters, or several with commas between them`
    ),
    v.description(
      `Signs the visitors’ cookies: a random text of ${SECRET_CHARS} characters or more, without a comma. Of several, with commas between them, the first signs and all verify, so that a new one makes strangers of nobody.`
    ),
    v.metadata({ secret: true, made: true } satisfies About)
  ),
  ACCESS_CLIENT_ID: v.pipe(
    Text,
    v.description('The Access service token of the Tunnel’s host name: its Client ID. Empty without Access.'),
    v.metadata({ secret: true, asked: true } satisfies About)
  ),
  ACCESS_CLIENT_SECRET: v.pipe(
    Text,
    v.description('The Client Secret of that token.'),
    v.metadata({ secret: true, asked: true } satisfies About)
  ),
  ...IDENTITY,
  ...TELLING,
})

/** Both halves of a key, or none; one at least of the two that say where Ollama is; and nothing that needs what is not set. */
export const Whole = v.pipe(
  Schema,
  v.forward(
    v.partialCheck(
      [['ACCESS_CLIENT_ID'], ['ACCESS_CLIENT_SECRET']],
      env => (env.ACCESS_CLIENT_ID === '') === (env.ACCESS_CLIENT_SECRET === ''),
      'and ACCESS_CLIENT_ID must both be set, or both be empty'
    ),
    ['ACCESS_CLIENT_SECRET']
  ),
  v.forward(
    v.partialCheck(
      [['OLLAMA_URL'], ['OLLAMA_HOSTS']],
      env => env.OLLAMA_URL.length > 0 || env.OLLAMA_HOSTS.length > 0,
      'or OLLAMA_HOSTS must say where Ollama is, for instance http://127.0.0.1:11434'
    ),
    ['OLLAMA_URL']
  ),
  v.forward(
    v.partialCheck(
      [['ACCESS_TEAM'], ['ACCESS_AUD']],
      env => (env.ACCESS_TEAM === '') === (env.ACCESS_AUD.length === 0),
      'and ACCESS_TEAM must both be set, or both be empty'
    ),
    ['ACCESS_AUD']
  ),
  v.forward(
    v.partialCheck(
      [['TURNSTILE_SITE_KEY'], ['TURNSTILE_SECRET']],
      env => (env.TURNSTILE_SITE_KEY === '') === (env.TURNSTILE_SECRET === ''),
      'and TURNSTILE_SITE_KEY must both be set, or both be empty'
    ),
    ['TURNSTILE_SECRET']
  ),
  v.forward(
    v.partialCheck(
      [['ACCESS_TEAM'], ['OWNERS']],
      env => env.OWNERS.length === 0 || env.ACCESS_TEAM !== '',
      'are known by Access alone: ACCESS_TEAM must be set'
    ),
    ['OWNERS']
  ),
  v.forward(
    v.partialCheck(
      [['TELL_EMAIL'], ['TELL_FROM']],
      env => (env.TELL_EMAIL === '') === (env.TELL_FROM === ''),
      'and TELL_EMAIL must both be set, or both be empty'
    ),
    ['TELL_FROM']
  )
)
