/** The real wrangler, as the account's owner, with what it says turned into words. */

import { stripVTControlCharacters } from 'node:util'
import { tool } from '../paths.ts'
import { run } from '../run.ts'
import { codeIn, cureOf, Trouble } from './trouble.ts'

export interface Wrangler {
  /** Runs a command to its end and answers what it said. Throws {@link Trouble}. */
  (...args: string[]): Promise<string>
}

/** `account` and `token` as they were found, so that every command goes to the same place. */
export const wrangler =
  (account: string, token: string): Wrangler =>
  async (...args) => {
    try {
      return await run([...tool('wrangler'), ...args], {
        CLOUDFLARE_ACCOUNT_ID: account,
        CLOUDFLARE_API_TOKEN: token,
      })
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      throw new Trouble(plain(said), cureOf(codeIn(said)))
    }
  }

/** Without its colours, its frame and what is only for its makers. */
const plain = (said: string): string =>
  stripVTControlCharacters(said)
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !/^(⛅|─|🪵|If you think this is a bug)/u.test(line))
    .join('\n')
