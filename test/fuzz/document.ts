/** What the served OpenAPI document says of requests, and values that nearly fit it. */

import { type Nonsense } from './nonsense.ts'

export interface Schema {
  $ref?: string
  type?: string
  format?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  minimum?: number
  maximum?: number
  items?: Schema
}

export interface Operation {
  operationId: string
  parameters: { name: string; in: 'path' | 'query' | 'header'; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

export interface Requests {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

/** How often a part is as it should be: of a body with ten parts more than half are. */
const RIGHT = 0.95

/** How often a part is there that may be left out. */
const OPTIONAL = 0.25

/** What the box answers at once, with a word; and what it has not. */
const BENCH = 'bench-fast:1b'
const MODELS = [BENCH, BENCH, BENCH, BENCH, BENCH, 'no-such:1b', 'gpt-oss:120b-cloud'] as const

/** A value of this schema, but for some of its parts. */
export function nearly(schema: Schema, { components }: Requests, nonsense: Nonsense, name = ''): unknown {
  const { dice } = nonsense
  const make = (of: Schema, depth: number, called: string): unknown => {
    if (depth > 6 || !dice.chance(RIGHT)) return nonsense.value()
    if (of.$ref !== undefined)
      return make(components.schemas[of.$ref.split('/').at(-1) ?? ''] ?? {}, depth, called)
    if ('const' in of) return of.const
    const among = of.enum ?? of.anyOf ?? of.oneOf
    const one = among?.[dice.between(0, among.length - 1)]
    if (of.enum) return one
    if (one !== undefined) return make(one as Schema, depth, called)
    switch (of.type) {
      case 'object':
        return objectOf(of, depth)
      case 'array':
        return dice.some(0, 3, () => make(of.items ?? {}, depth + 1, called))
      case 'string':
        return textOf(of, called)
      case 'number':
      case 'integer':
        return numberOf(of)
      case 'boolean':
        return dice.chance(0.5)
      case 'null':
        return null
      default:
        return nonsense.value()
    }
  }
  const numberOf = ({ minimum = -1, maximum = 40 }: Schema) =>
    dice.chance(RIGHT) ? dice.between(minimum, Math.min(maximum, 40)) : maximum + 1
  const objectOf = ({ properties = {}, required = [] }: Schema, depth: number) => {
    const said = Object.entries(properties).filter(([key]) =>
      dice.chance(required.includes(key) ? RIGHT : OPTIONAL)
    )
    const all = said.map(([key, of]): [string, unknown] => [key, make(of, depth + 1, key)])
    if (dice.chance(1 - RIGHT)) all.push([nonsense.text(), nonsense.value()])
    return Object.fromEntries(all)
  }
  const textOf = ({ format }: Schema, called: string): string => {
    // A turn is asked once: the same again is attached to.
    if (called === 'turn' && dice.chance(0.8)) return nonsense.uuid()
    if (format === 'uuid' || /^(chat|turn|parent|resume|through|before|key|passkey)$/.test(called))
      return nonsense.id()
    if (called === 'model') return dice.pick(MODELS)
    return dice.chance(0.7) ? `tokens=2 ${nonsense.text(true)}` : nonsense.text(true)
  }
  return make(schema, 0, name)
}
