/** Judges answers by the OpenAPI document that Burrow serves, and more strictly than it says: no field is unnamed in it. */

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { validate } from 'uuid'

interface Operation {
  operationId: string
  responses: Record<string, { content?: Record<string, unknown> }>
}

export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object> }
}

/** Where a value stands in a document, as a JSON pointer. */
const pointer = (...steps: string[]) =>
  `#${steps.map(step => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`

/** A copy in which an object may have the named fields alone. */
const closed = <T>(schemas: T): T =>
  JSON.parse(JSON.stringify(schemas), (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'type' in value && value.type === 'object'
      ? { ...value, additionalProperties: false }
      : value
  ) as T

export class ByDocument {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, formats: { uuid: validate } })
  readonly #document: ApiDocument
  /** By where their schema stands: it is read once. */
  readonly #judges = new Map<string, ValidateFunction>()

  constructor(document: ApiDocument) {
    this.#document = document
    this.#ajv.addSchema({ ...document, components: closed(document.components) }, 'document')
  }

  get operations(): string[] {
    return Object.values(this.#document.paths).flatMap(path =>
      Object.values(path).map(({ operationId }) => operationId)
    )
  }

  /** What is wrong with a value of this schema; empty where nothing is. */
  wrongWith(schema: string, value: unknown): string {
    return this.#judge(pointer('components', 'schemas', schema), value)
  }

  /** What is wrong with an answer of this operation. */
  async wrong(operationId: string, response: Response): Promise<string> {
    const [path, method] = this.#find(operationId)
    const about = this.#document.paths[path]?.[method]?.responses[response.status]
    if (about === undefined) return `${operationId} may not answer ${response.status}`
    const type = response.headers.get('content-type')?.split(';', 1)[0] ?? 'nothing'
    if (about.content === undefined) return (await response.text()) === '' ? '' : 'it has a body'
    if (!(type in about.content)) return `${operationId} may not answer with ${type}`
    if (type !== 'application/json') {
      await response.body?.cancel()
      return ''
    }
    return this.#judge(
      pointer('paths', path, method, 'responses', `${response.status}`, 'content', type, 'schema'),
      await response.json()
    )
  }

  #find(operationId: string): [path: string, method: string] {
    for (const [path, methods] of Object.entries(this.#document.paths))
      for (const [method, operation] of Object.entries(methods))
        if (operation.operationId === operationId) return [path, method]
    throw new Error(`The document has no ${operationId}.`)
  }

  #judge(at: string, value: unknown): string {
    const fits = this.#judges.get(at) ?? this.#ajv.compile({ $ref: `document${at}` })
    this.#judges.set(at, fits)
    return fits(value) ? '' : this.#ajv.errorsText(fits.errors)
  }
}
