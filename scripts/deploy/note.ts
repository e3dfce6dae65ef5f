/** What this computer remembers of its deployments, in `burrow.json`: no secret, and nothing that could not be asked again. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { at } from '../paths.ts'

const Deployed = v.object({
  account: v.string(),
  /** Where the page is. */
  address: v.optional(v.string()),
  /** Settings that the owner left out, and is not asked for again. */
  skipped: v.optional(v.array(v.string()), []),
})
export type Deployed = v.InferOutput<typeof Deployed>

const File = v.object({ stages: v.record(v.string(), Deployed) })

const PATH = at('burrow.json')

function read(): v.InferOutput<typeof File> {
  if (!existsSync(PATH)) return { stages: {} }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), File), readFileSync(PATH, 'utf8'))
  // It is asked again.
  return parsed.success ? parsed.output : { stages: {} }
}

export const noted = (stage: string): Deployed | undefined => read().stages[stage]

export function note(stage: string, deployed: Deployed): void {
  const file = read()
  writeFileSync(PATH, `${JSON.stringify({ stages: { ...file.stages, [stage]: deployed } }, null, 2)}\n`)
}
