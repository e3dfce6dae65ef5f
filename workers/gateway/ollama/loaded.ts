/** Which models are in the box's memory now, and with how much context. */

import * as v from 'valibot'
import { Ps } from './answers.ts'
import { type Host, probe } from './host.ts'

/** Loaded models by name; null where the host does not say in time, which means busy rather than down. */
export async function loadedModels(host: Host): Promise<Map<string, { context?: number }> | null> {
  try {
    const response = await probe(host, '/api/ps')
    if (!response.ok) {
      await response.body?.cancel()
      return null
    }
    const { models } = v.parse(Ps, await response.json())
    return new Map(
      models.map(m => [m.name, m.context_length === undefined ? {} : { context: m.context_length }])
    )
  } catch {
    return null
  }
}
