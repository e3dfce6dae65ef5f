/**
 * The owner's settings, parsed once: units, bounds, and what an empty one means. Behind it they are numbers and lists.
 * A wrong one stops Burrow from working at all rather than from working as it should, and is named in the owner's log.
 */

import * as v from 'valibot'
import { log } from '../protocol/log.ts'
import { identityOf, type IdentitySettings } from './identity/settings.ts'
import type { ListedNetwork } from './limit-settings.ts'
import type { HostSetting } from './ollama/host-list.ts'
import { type Schema, Whole } from './settings-schema.ts'
import { type Telling, tellingOf } from './telling/settings.ts'

export interface Settings extends IdentitySettings {
  /** Where Ollama is, in the owner's order; 1 to 32. */
  hosts: HostSetting[]
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
  limits: Limits
  /** Networks whose addresses may have more than others. */
  networks: ListedNetwork[]
  /** Signs the visitors' cookies. */
  cookieSecret: string
  /** Those that signed before it, and still verify. */
  olderSecrets: string[]
  /** How the owner is told what they should know; null where they are not. */
  telling: Telling | null
}

/** What one visitor, or all who come from one address, may ask. */
export interface Limits {
  turnsAMinute: number
  /** Milliseconds of the box in a day: of one visitor, and of one address. */
  boxMs: number
  addressBoxMs: number
  newVisitorsAnHour: number
  /** Bytes of questions in a day, of one address. */
  addressBytes: number
  questionChars: number
}

/** A setting is wrong; the owner's log says which, and what to do. For a visitor it is `misconfigured`. */
export class Misconfigured extends Error {
  override name = 'Misconfigured'
}

/** The variables of `wrangler.toml` and the secrets, as they stand in a Worker's environment. */
type Env = Partial<Record<keyof v.InferInput<typeof Schema>, string>>

const ms = (seconds: number): number => seconds * 1_000

const kept = new WeakMap<object, Settings | Misconfigured>()

/** The settings of this environment, parsed at the first call. Throws {@link Misconfigured}. */
export function settings(env: Env): Settings {
  const found = kept.get(env) ?? parse(env)
  kept.set(env, found)
  if (found instanceof Misconfigured) throw found
  return found
}

/** The same; null where one is wrong, which the log has named. */
export function settingsOrNull(env: Env): Settings | null {
  try {
    return settings(env)
  } catch (error) {
    if (error instanceof Misconfigured) return null
    throw error
  }
}

function parse(env: Env): Settings | Misconfigured {
  const { success, output, issues } = v.safeParse(Whole, env)
  if (!success) {
    // Never the value: an address may hold a password.
    const wrong = issues.map(issue => `${v.getDotPath(issue)} ${issue.message}.`)
    for (const what of wrong) log('misconfigured', { what })
    return new Misconfigured(wrong.join(' '))
  }
  const { OLLAMA_URL: short, OLLAMA_HOSTS: long, ACCESS_CLIENT_ID: id, ACCESS_CLIENT_SECRET: secret } = output
  const [cookieSecret = '', ...olderSecrets] = output.COOKIE_SECRET
  if (short.length > 0 && long.length > 0)
    log('unused setting', { what: 'OLLAMA_HOSTS is used, and OLLAMA_URL is not. Take one of them away.' })
  return {
    hosts: long.length > 0 ? long : short,
    access: id === '' ? null : { id, secret },
    models: output.MODELS,
    answerTokens: output.ANSWER_TOKENS,
    letGoMs: output.LET_GO_SECONDS === null ? null : ms(output.LET_GO_SECONDS),
    waitMs: ms(output.WAIT_SECONDS),
    wedgeMs: ms(output.WEDGE_SECONDS),
    unloadWedged: output.UNLOAD_WEDGED,
    limits: {
      turnsAMinute: output.TURNS_A_MINUTE,
      boxMs: ms(output.BOX_MINUTES * 60),
      addressBoxMs: ms(output.ADDRESS_BOX_MINUTES * 60),
      newVisitorsAnHour: output.NEW_VISITORS_AN_HOUR,
      addressBytes: output.ADDRESS_MB,
      questionChars: output.QUESTION_CHARS,
    },
    networks: output.NETWORKS,
    cookieSecret,
    olderSecrets,
    ...identityOf(output),
    telling: tellingOf(output),
  }
}
