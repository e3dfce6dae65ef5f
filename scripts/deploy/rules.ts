/** The tunnel's rules as Cloudflare keeps them for a tunnel that is configured there: those of `box/config.yml`. */

import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { readIngress } from '../box/ingress.ts'
import { at } from '../paths.ts'
import { Trouble } from './trouble.ts'

export const KeptRule = v.object({
  hostname: v.nullish(v.string(), ''),
  path: v.nullish(v.string(), ''),
  service: v.string(),
  originRequest: v.nullish(v.record(v.string(), v.unknown()), {}),
})
export type KeptRule = v.InferOutput<typeof KeptRule>

/** What a request must bring along to be let through: proof of this application of this Access team. */
export interface Guard {
  team: string
  audience: string
}

/** Seconds in a unit of `config.yml`; the API takes whole seconds. */
const SECONDS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3_600 }
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/

/** As the API takes them, for `host` in place of the example's name. Throws `Trouble` where the file is wrong. */
export function rulesFor(host: string, { team, audience }: Guard): object[] {
  const { rules, wrong } = readIngress(readFileSync(at('box', 'config.yml'), 'utf8'))
  if (wrong.length > 0)
    throw new Trouble(`box/config.yml: ${wrong.join(' ')}`, 'Mend it; npm run box reads it.')
  const access = { required: true, teamName: team, audTag: [audience] }
  return rules.map(({ originRequest = {}, ...rule }) => {
    if (rule.hostname === undefined) return rule
    const options = Object.entries(originRequest).map(([name, value]) => [name, inSeconds(value)])
    return { ...rule, hostname: host, originRequest: { ...Object.fromEntries(options), access } }
  })
}

function inSeconds(value: unknown): unknown {
  const [, number, unit = ''] = (typeof value === 'string' && DURATION.exec(value)) || []
  return number === undefined ? value : Math.ceil(Number(number) * (SECONDS[unit] ?? 1))
}

/** Whether the same is let through to the same place. Options that `wanted` says nothing of are left to their owner. */
export function sameRules(standing: KeptRule[], wanted: object[]): boolean {
  const rules = v.parse(v.array(KeptRule), wanted)
  return (
    standing.length === rules.length &&
    rules.every(({ originRequest: options, ...rule }, n) => {
      const { originRequest = {}, ...kept } = standing[n] ?? {}
      const isKept = ([name, value]: [string, unknown]) => isDeepStrictEqual(originRequest[name], value)
      return isDeepStrictEqual(kept, rule) && Object.entries(options).every(isKept)
    })
  )
}
