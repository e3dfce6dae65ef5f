/** What is in a host's memory, and with how much context. */

import type { Running } from './answers.ts'

export interface Loaded {
  digest: string
  context?: number
  /** Of memory that it takes; 0 if not said. */
  bytes: number
  /** When it leaves memory, in Unix milliseconds; set anew whenever a request to the model has ended. NaN if not said. */
  expiresAt: number
}

/** By name; null where the host does not say in time, which means busy rather than down. */
export type Memory = ReadonlyMap<string, Loaded> | null

export const memoryOf = (running: readonly Running[]): NonNullable<Memory> =>
  new Map(
    running.map(({ name, digest, size: bytes, context_length: context, expires_at: at }) => [
      name,
      { digest, bytes, expiresAt: Date.parse(at), ...(context === undefined ? {} : { context }) },
    ])
  )
