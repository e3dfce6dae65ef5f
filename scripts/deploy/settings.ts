/** The owner's settings on their way to the gateway: each is taken from the environment, from what stands, or asked for. */

import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { type About, Schema } from '../../workers/gateway/settings-schema.ts'
import type { Asker } from './asker.ts'
import { oneOf, otherOf, says } from './either.ts'
import { Trouble } from './trouble.ts'

export interface Setting extends About {
  name: string
  description: string
  optional: boolean
  /** What is wrong with a value, in words that follow the setting's name. */
  wrong(value: string): string | undefined
}

/** All there are, in the order of the schema. */
export const SETTINGS: Setting[] = Object.entries(Schema.entries).map(([name, schema]) => ({
  name,
  description: v.getDescription(schema) ?? '',
  optional: v.safeParse(schema, undefined).success,
  wrong: value => v.safeParse(schema, value).issues?.[0].message,
  ...(v.getMetadata(schema) as About),
}))

/** What the live gateway has already: names alone of its secrets, for nobody can read those. */
export interface Standing {
  secrets: Set<string>
  vars: Record<string, string>
}

export interface Chosen {
  /** New secrets, by name. */
  secrets: Record<string, string>
  /** Those that Burrow made itself. */
  made: Record<string, string>
  /** All variables that are not left at their defaults. */
  vars: Record<string, string>
  /** Asked for, and left out. */
  skipped: string[]
  /** Which setting is not used, and why, for the owner. */
  unused: { name: string; why: string }[]
}

/** Bytes of a cookie key: twice as many hexadecimal digits, which nobody guesses. */
const KEY_BYTES = 32

/** Asks for those of `settings` that nothing else says; `host`, of `--tunnel`, says where Ollama is. Throws `Trouble`. */
export async function choose(
  settings: Setting[],
  env: Record<string, string | undefined>,
  standing: Standing,
  skipped: string[],
  asker: Asker,
  host?: string
): Promise<Chosen> {
  const chosen: Chosen = {
    secrets: {},
    made: {},
    vars: { ...standing.vars },
    skipped: [...skipped],
    unused: [],
  }
  const isThere = (name: string) => standing.secrets.has(name) || name in standing.vars
  for (const setting of settings) {
    const { name, secret, asked, made, optional, description, wrong } = setting
    const stands = secret ? standing.secrets.has(name) : name in standing.vars
    // Whoever changes this one makes strangers of all visitors.
    if (made && stands) continue
    const other = otherOf(name)
    const isSaid = other !== undefined && (says(other, env[other]) || isThere(other))
    let value = env[name]
    if (says(name, value)) {
      const why = wrong(value)
      if (why !== undefined) throw new Trouble(`${name} ${why}.`, `Mend ${name} in the environment.`)
    } else if (made) {
      chosen.made[name] = randomBytes(KEY_BYTES).toString('hex')
    } else if (asked && !stands && !isSaid && !skipped.includes(name)) {
      value = await asker.ask({
        name,
        message: `${name}: ${description}`,
        ...(secret && name.endsWith('SECRET') && { secret }),
        optional: optional && other === undefined,
        wrong: answer => {
          const why = wrong(answer)
          return why && `${name} ${why}.`
        },
      })
      if (value === '') chosen.skipped.push(name)
    }
    if (!says(name, value)) continue
    if (secret) chosen.secrets[name] = value
    else chosen.vars[name] = value
  }
  const [id, key] = ['ACCESS_CLIENT_ID', 'ACCESS_CLIENT_SECRET'].map(
    name => name in chosen.secrets || standing.secrets.has(name)
  )
  if (id !== key)
    throw new Trouble(
      'Of ACCESS_CLIENT_ID and ACCESS_CLIENT_SECRET only one is there.',
      'Give both, or neither.'
    )
  return { ...chosen, ...oneOf(chosen.secrets, isThere, host) }
}
