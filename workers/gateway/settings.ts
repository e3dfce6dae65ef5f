/**
 * The owner's settings, parsed once: units, bounds, and what an empty one means. Behind it they are numbers and lists.
 * A wrong one stops Burrow from working at all rather than from working as it should, and is named in the owner's log.
 */

import * as v from 'valibot'
import { log } from '../protocol/log.ts'
import { type Address, parseAddress } from './ollama/address.ts'

export interface Settings {
  /** Where Ollama is, in the owner's order; at least one. */
  hosts: Address[]
  /** The Access service token of the Tunnel's host name; null without one. */
  access: { id: string; secret: string } | null
  /** Full names of the models to offer; empty offers every local one that can chat. */
  models: string[]
  /** Tokens of the longest answer, thinking included. */
  answerTokens: number
  /** Milliseconds of silence after which a request is let go and sent again; null: as the host's address allows. */
  letGoMs: number | null
  /** Milliseconds that a question may wait for its first token, however often it is sent again. */
  waitMs: number
  /** Milliseconds of silence, beyond its reading, after which a loaded model that answers nobody counts as wedged. */
  wedgeMs: number
  /** Unload a wedged model; else it is only named in the log. */
  unloadWedged: boolean
  /** Signs the visitor's cookie. */
  cookieSecret: string
}

/** A setting is wrong; the owner's log says which, and what to do. For a visitor it is `misconfigured`. */
export class Misconfigured extends Error {
  override name = 'Misconfigured'
}

/** Characters of a secret that nobody guesses: 128 bits in hexadecimal digits. */
const SECRET_CHARS = 32

/** An hour: the longest wait of anything. */
const HOUR_SECONDS = 3_600

const unquote = (text: string): string =>
  text
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim()

/** A variable of a Worker may be a number or a boolean, by how the owner wrote it. */
const Text = v.pipe(
  v.optional(v.union([v.string(), v.number(), v.boolean()], 'must be a text'), ''),
  v.transform(value => unquote(`${value}`))
)

const List = v.pipe(
  Text,
  v.transform(text => text.split(',').map(unquote)),
  v.filterItems(item => item !== '')
)

/** A number within bounds, both included; `empty` is what an empty setting means. */
const within = <Empty extends number | null>(empty: Empty, least: number, most: number, unit: string) =>
  v.pipe(
    Text,
    v.transform(text => (text === '' ? empty : Number(text))),
    v.check(
      value => value === null || (value >= least && value <= most),
      `must be a number of ${unit} from ${least} to ${most}`
    )
  )

const ms = (seconds: number): number => seconds * 1_000

const Schema = v.object({
  OLLAMA_URL: v.pipe(
    List,
    v.minLength(1, 'must say where Ollama is, for instance http://127.0.0.1:11434'),
    v.mapItems(parseAddress),
    v.everyItem(
      address => address !== null,
      'has something that is no address: write each as http://127.0.0.1:11434 or https://ollama.example.com'
    )
  ),
  MODELS: v.pipe(List, v.mapItems(fullName)),
  ANSWER_TOKENS: v.pipe(within(16_384, 1, 1_000_000, 'tokens'), v.transform(Math.floor)),
  LET_GO_SECONDS: within(null, 0.1, HOUR_SECONDS, 'seconds'),
  WAIT_SECONDS: within(600, 0.1, HOUR_SECONDS, 'seconds'),
  WEDGE_SECONDS: within(45, 0.1, HOUR_SECONDS, 'seconds'),
  UNLOAD_WEDGED: v.pipe(
    Text,
    v.toLowerCase(),
    v.picklist(['', 'true', 'false'], 'must be true or false'),
    v.transform(text => text === 'true')
  ),
  // Taken as it is: what is changed in a secret makes everybody a stranger.
  COOKIE_SECRET: v.pipe(
    v.optional(v.string(), ''),
    v.minLength(SECRET_CHARS, `must be a random text of at least ${SECRET_CHARS} characters`)
  ),
  ACCESS_CLIENT_ID: Text,
  ACCESS_CLIENT_SECRET: Text,
})

/** Both halves of a key, or none. */
const Whole = v.pipe(
  Schema,
  v.forward(
    v.partialCheck(
      [['ACCESS_CLIENT_ID'], ['ACCESS_CLIENT_SECRET']],
      env => (env.ACCESS_CLIENT_ID === '') === (env.ACCESS_CLIENT_SECRET === ''),
      'and ACCESS_CLIENT_ID must both be set, or both be empty'
    ),
    ['ACCESS_CLIENT_SECRET']
  )
)

/** The variables of `wrangler.toml` and the secrets, as they stand in a Worker's environment. */
type Env = Partial<Record<keyof v.InferInput<typeof Schema>, string>>

const kept = new WeakMap<object, Settings | Misconfigured>()

/** The settings of this environment, parsed at the first call. Throws {@link Misconfigured}. */
export function settings(env: Env): Settings {
  const found = kept.get(env) ?? parse(env)
  kept.set(env, found)
  if (found instanceof Misconfigured) throw found
  return found
}

function parse(env: Env): Settings | Misconfigured {
  const { success, output, issues } = v.safeParse(Whole, env)
  if (!success) {
    // Never the value: an address may hold a password.
    const wrong = issues.map(issue => `${v.getDotPath(issue)} ${issue.message}.`)
    for (const what of wrong) log('misconfigured', { what })
    return new Misconfigured(wrong.join(' '))
  }
  const { ACCESS_CLIENT_ID: id, ACCESS_CLIENT_SECRET: secret } = output
  return {
    hosts: output.OLLAMA_URL.filter(address => address !== null),
    access: id === '' ? null : { id, secret },
    models: output.MODELS,
    answerTokens: output.ANSWER_TOKENS,
    letGoMs: output.LET_GO_SECONDS === null ? null : ms(output.LET_GO_SECONDS),
    waitMs: ms(output.WAIT_SECONDS),
    wedgeMs: ms(output.WEDGE_SECONDS),
    unloadWedged: output.UNLOAD_WEDGED,
    cookieSecret: output.COOKIE_SECRET,
  }
}

/** Ollama lists every model with its tag, people leave `:latest` off. A tag stands behind the last slash: before it a colon is a port's. */
export function fullName(name: string): string {
  return name.includes(':', name.lastIndexOf('/') + 1) ? name : `${name}:latest`
}
