/**
 * Where the box finds the token of its tunnel: `box/.env`, which Compose reads beside its file, which git ignores and
 * only its owner may read. Whoever has the token can stand in for the box.
 */

import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { at } from '../paths.ts'

const LINE = /^TUNNEL_TOKEN=(.*)$/

export interface TokenFile {
  /** Its path in the project. */
  path: string
  holds(token: string): boolean
  /** In place of another token, beside everything else that stands there. */
  write(token: string): void
}

export function tokenFile(stage: string): TokenFile {
  const name = stage === '' ? '.env' : `.env.${stage}`
  const path = at('box', name)
  const lines = () => (existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [])
  return {
    path: `box/${name}`,
    holds: token => lines().some(line => LINE.exec(line)?.[1] === token),
    write(token) {
      const others = lines().filter(line => line !== '' && !LINE.test(line))
      writeFileSync(path, [...others, `TUNNEL_TOKEN=${token}`, ''].join('\n'), { mode: 0o600 })
      // One that stood there keeps its mode.
      chmodSync(path, 0o600)
    },
  }
}
