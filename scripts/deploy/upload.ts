/** The upload of one Worker, with the settings that the owner gave for it. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { BUILT } from '../build.ts'
import { versionOf } from '../version.ts'
import { messageOf } from './labels.ts'
import type { Names } from './names.ts'
import type { Live } from './survey.ts'
import { tagOf } from './tags.ts'
import type { Wrangler } from './wrangler.ts'

/** The settings that the way to the box gives the gateway, where it is made along with it. */
export const WAY = ['OLLAMA_URL', 'ACCESS_CLIENT_ID', 'ACCESS_CLIENT_SECRET'] as const

/** A way to the box whose key can be shown only once. */
export interface Way {
  /** Tells it from other ways, by what can be read again. */
  mark(): object
  /** Makes a new secret where this run has none: whatever an earlier one made and did not bring here is lost. */
  settings(): Promise<Record<(typeof WAY)[number], string>>
}

/** What is sent along with the code. */
export interface Along {
  vars: Record<string, string>
  /** Given by the owner. */
  secrets: Record<string, string>
  /** Made by Burrow, which happens once. */
  made: Record<string, string>
  /** Null where the owner gave the way to the box, or gives it another time. */
  way: Way | null
  /** It sends figures to Analytics Engine. */
  metrics?: boolean
  /** What it has beside code and settings is not as it should be. */
  anew?: boolean
}

export const NOTHING: Along = { vars: {}, secrets: {}, made: {}, way: null }

interface Of {
  part: 'gateway' | 'history'
  account: string
  names: Names
  live: Live | null
  along: Along
}

export interface Upload {
  /** The same is live. */
  stands: boolean
  /** Names of the secrets that are sent along. */
  secrets: string[]
  /** By the configuration at this path. */
  act(wrangler: Wrangler, config: string): Promise<void>
}

/** In place of the secrets' part, of a version that came without any. */
const NONE = '0'

export function upload({ part, account, names, live, along }: Of): Upload {
  const { script, config: toml } = BUILT[part]
  const { vars, secrets, made, way, metrics = false, anew = false } = along
  const [code, given = NONE] = live?.tag?.split('-') ?? []
  const about = { vars, metrics, version: versionOf(part) }
  // The version as well, so that what is live is never called by an older one than its sources have.
  const now = tagOf(readFileSync(script), readFileSync(toml), names, about)
  // Nobody can read a secret that stands; but one that is given again need not be sent again.
  const gives = () => {
    if (way === null && Object.keys(secrets).length === 0) return given
    return tagOf({ account, ...way?.mark(), ...secrets })
  }
  const newWay = given === gives() ? null : way
  return {
    stands: !anew && code === now && given === gives() && Object.keys(made).length === 0,
    secrets: [...new Set([...Object.keys({ ...secrets, ...made }), ...(newWay === null ? [] : WAY)])],
    async act(wrangler, config) {
      // What the owner says of a host says more than its address.
      const sent = { ...(await newWay?.settings()), ...secrets, ...made }
      const named = ['--tag', `${now}-${gives()}`, '--message', messageOf(part)]
      if (Object.keys(sent).length === 0) return void (await wrangler('deploy', '-c', config, ...named))
      const file = config.replace(/\.json$/, '.secrets.json')
      // Only its owner may read it, and only for the moment that wrangler takes.
      writeFileSync(file, JSON.stringify(sent), { mode: 0o600 })
      try {
        await wrangler('deploy', '-c', config, ...named, '--secrets-file', file)
      } finally {
        rmSync(file)
      }
    },
  }
}
