/** Somebody who comes from an address: of this machine itself nothing is limited. */

import type { Problem } from '../workers/protocol/problems.ts'
import type { System } from './system.ts'
import { ask, Visitor } from './visitor.ts'

export class Guest extends Visitor {
  readonly #address: string

  constructor({ url }: System, address: string) {
    super(url)
    this.#address = address
  }

  override call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return super.call(method, path, body, { 'CF-Connecting-IP': this.#address, ...headers })
  }
}

let addresses = 0

/** An address that nobody else of this file has, of those that are kept for examples. */
export const newAddress = (): string => `203.0.113.${(addresses += 1)}`

export interface Refusal extends Problem {
  status: number
  /** What its header says, in seconds; NaN where it says nothing. */
  after: number
}

/** Asks in a new chat, or this one, and reads the answer to its end; the refusal, or null. */
export async function refused(
  guest: Visitor,
  text = 'tokens=1',
  model = 'bench-fast:1b',
  chat = guest.chat()
): Promise<Refusal | null> {
  const response = await chat.send(ask(model, text))
  const body = await response.text()
  if (response.ok) return null
  const after = Number.parseInt(response.headers.get('retry-after') ?? '', 10)
  return { ...(JSON.parse(body) as Problem), status: response.status, after }
}
