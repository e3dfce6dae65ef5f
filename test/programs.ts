/** Other programs: the real clients of both services, with a key of a visitor's. */

import { Ollama } from 'ollama'
import OpenAI from 'openai'
import type { MadeKey } from '../workers/protocol/keys.ts'
import type { System } from './system.ts'
import { good, type Visitor } from './visitor.ts'

/** A visitor makes a key. */
export async function makeKey(visitor: Visitor, name = 'an editor'): Promise<MadeKey> {
  return (await good(await visitor.call('POST', '/api/me/keys', { name })).json()) as MadeKey
}

/** Somebody with a key, and both clients that use it. Neither tries again by itself: a test wants the first answer. */
export async function programs(system: System) {
  const visitor = system.visitor()
  const made = await makeKey(visitor)
  return { visitor, made, openai: openai(system, made.key), ollama: ollama(system, made.key) }
}

export const openai = ({ url }: System, apiKey: string): OpenAI =>
  new OpenAI({ baseURL: `${url}/api/openai/v1`, apiKey, maxRetries: 0 })

export const ollama = ({ url }: System, key: string): Ollama =>
  new Ollama({ host: `${url}/api/ollama`, headers: { Authorization: `Bearer ${key}` } })

/** One question. */
export const says = (content: string): { role: 'user'; content: string }[] => [{ role: 'user', content }]

/** All that comes of it. */
export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const one of stream) found.push(one)
  return found
}
