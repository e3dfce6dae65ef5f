/** The upload of one Worker, with the settings that the owner gave for it. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { BUILT } from '../build.ts'
import type { Names } from './names.ts'
import type { Live } from './survey.ts'
import { tagOf } from './tags.ts'
import type { Wrangler } from './wrangler.ts'

/** What is sent along with the code. */
export interface Along {
  vars: Record<string, string>
  /** Given by the owner. */
  secrets: Record<string, string>
  /** Made by Burrow, which happens once. */
  made: Record<string, string>
  /** It sends figures to Analytics Engine. */
  metrics?: boolean
}

export const NOTHING: Along = { vars: {}, secrets: {}, made: {} }

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
  act(wrangler: Wrangler, config: string, version: string): Promise<void>
}

/** In place of the secrets' part, of a version that came without any. */
const NONE = '0'

export function upload({ part, account, names, live, along }: Of): Upload {
  const { script, config: toml } = BUILT[part]
  const [code, given = NONE] = live?.tag?.split('-') ?? []
  const { vars, metrics = false } = along
  const now = tagOf(readFileSync(script), readFileSync(toml), names, { vars, metrics })
  // Nobody can read a secret that stands; but one that is given again need not be sent again.
  const gives = Object.keys(along.secrets).length === 0 ? given : tagOf({ account, ...along.secrets })
  const secrets = { ...along.secrets, ...along.made }
  return {
    stands: code === now && given === gives && Object.keys(along.made).length === 0,
    secrets: Object.keys(secrets),
    async act(wrangler, config, version) {
      const named = ['--tag', `${now}-${gives}`, '--message', `Burrow ${version}`]
      if (Object.keys(secrets).length === 0) return void (await wrangler('deploy', '-c', config, ...named))
      const file = config.replace(/\.json$/, '.secrets.json')
      // Only its owner may read it, and only for the moment that wrangler takes.
      writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 })
      try {
        await wrangler('deploy', '-c', config, ...named, '--secrets-file', file)
      } finally {
        rmSync(file)
      }
    },
  }
}
