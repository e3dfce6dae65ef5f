/**
 * OLLAMA_URL and OLLAMA_HOSTS say the same, and one of them is enough. What a run is given takes the place of what stands,
 * which is overwritten in the same upload by a text that says nothing: to delete it would be a deployment of its own, and
 * with both the gateway would go by OLLAMA_HOSTS, whichever is newer.
 */

import * as v from 'valibot'
import { Schema } from '../../workers/gateway/settings-schema.ts'
import { Trouble } from './trouble.ts'

type Either = 'OLLAMA_URL' | 'OLLAMA_HOSTS'

/** Lists of none. */
const NOTHING: Record<Either, string> = { OLLAMA_URL: ',', OLLAMA_HOSTS: '[]' }

const isEither = (name: string): name is Either => name in NOTHING

/** The one that says the same as this setting; undefined for all others. */
export const otherOf = (name: string): Either | undefined =>
  isEither(name) ? (name === 'OLLAMA_URL' ? 'OLLAMA_HOSTS' : 'OLLAMA_URL') : undefined

/** Whether this value of a setting says something. A wrong one does: it has to be mended. */
export function says(name: string, value: string | undefined): value is string {
  if (value === undefined || value === '') return false
  if (!isEither(name)) return true
  const { success, output } = v.safeParse(Schema.entries[name], value)
  return !success || output.length > 0
}

export interface One {
  secrets: Record<string, string>
  /** Which setting is not used, and why, for the owner. */
  unused: { name: string; why: string }[]
}

/**
 * Leaves one of the two in `secrets`, which this run is given. `host` is that of `--tunnel`, which gives OLLAMA_URL as well.
 * Throws `Trouble` where the two contradict each other.
 */
export function oneOf(
  secrets: Record<string, string>,
  stands: (name: string) => boolean,
  host: string | undefined
): One {
  const { OLLAMA_URL: url, OLLAMA_HOSTS: list, ...others } = secrets
  const isGiven = url !== undefined || host !== undefined
  const emptied = (name: Either, by: string) => [{ name, why: `is emptied: ${by} takes its place` }]
  if (list === undefined) {
    if (!isGiven || !stands('OLLAMA_HOSTS')) return { secrets, unused: [] }
    const by = host === undefined ? 'OLLAMA_URL' : `--tunnel ${host}`
    return {
      secrets: { ...secrets, OLLAMA_HOSTS: NOTHING.OLLAMA_HOSTS },
      unused: emptied('OLLAMA_HOSTS', by),
    }
  }
  if (host !== undefined) mustName(list, host)
  const over = stands('OLLAMA_URL') || host !== undefined
  return {
    secrets: { ...others, OLLAMA_HOSTS: list, ...(over && { OLLAMA_URL: NOTHING.OLLAMA_URL }) },
    unused: stands('OLLAMA_URL')
      ? emptied('OLLAMA_URL', 'OLLAMA_HOSTS')
      : url === undefined
        ? []
        : [{ name: 'OLLAMA_URL', why: 'is not used: OLLAMA_HOSTS takes its place' }],
  }
}

function mustName(list: string, host: string): void {
  const url = `https://${host}`
  if (v.parse(Schema.entries.OLLAMA_HOSTS, list).some(one => one.url === url)) return
  throw new Trouble(
    `OLLAMA_HOSTS does not name ${url}, to which --tunnel makes the way.`,
    `Write {"url":"${url}"} into OLLAMA_HOSTS, or leave one of them out.`
  )
}
