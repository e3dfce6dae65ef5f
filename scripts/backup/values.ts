/**
 * What stands in a row, on its way through JSON. Beside the values goes a letter for each: how SQLite holds it. Integers
 * travel as their digits, for JSON's numbers end at 2^53, and blobs in hexadecimal.
 */

import * as v from 'valibot'
import { quoted, type Row, type Statement } from './database.ts'

type Value = string | number | null

/** The letters are the first of `null`, `integer`, `real`, `text` and `blob`; a value for each. */
export type Packed = [kinds: string, values: Value[]]

export const Packed = v.pipe(
  v.strictTuple([v.string(), v.array(v.union([v.null(), v.number(), v.string()]))]),
  v.check(
    ([kinds, values]) => kinds.length === values.length && values.every((one, n) => fits(kinds[n], one))
  )
)

/** Infinity, in SQL and here: JSON has no word for it. */
const INFINITE = '9e999'

function fits(kind: string | undefined, value: Value): boolean {
  if (kind === 'n') return value === null
  if (kind === 'r') return typeof value === 'number' || value === INFINITE || value === `-${INFINITE}`
  if (typeof value !== 'string') return false
  if (kind === 't') return true
  if (kind === 'i') return /^-?\d{1,19}$/.test(value)
  return kind === 'b' && /^([\da-f]{2})*$/i.test(value)
}

/** Beside the columns, under a name that none of them has. */
const KINDS = 'kinds of this row'

/** Hexadecimal digits of one value: D1 has none over 2 MB. */
const PIECE_DIGITS = 1_000_000

/** What a query selects so that {@link pack} can read its rows. */
export function packable(columns: string[]): string {
  const values = columns.map(quoted).map(
    name => `CASE typeof(${name}) WHEN 'integer' THEN CAST(${name} AS TEXT)
      WHEN 'real' THEN iif(abs(${name}) = ${INFINITE}, iif(${name} > 0, '${INFINITE}', '-${INFINITE}'), ${name})
      WHEN 'blob' THEN iif(octet_length(${name}) <= ${PIECE_DIGITS / 2}, hex(${name}), ${name})
      ELSE ${name} END AS ${name}`
  )
  const kinds = columns.map(name => `substr(typeof(${quoted(name)}), 1, 1)`).join(' || ')
  return [...values, `${kinds} AS ${quoted(KINDS)}`].join(', ')
}

export function pack(columns: string[], row: Row): Packed {
  return [String(row[KINDS]), columns.map(name => toValue(row[name]))]
}

function toValue(value: unknown): Value {
  // A blob that is too long to be answered in hexadecimal: D1 answers it as a list of its bytes.
  if (typeof value === 'object' && value !== null)
    return Buffer.from(value as Uint8Array | number[]).toString('hex')
  return value as Value
}

/** A value as an expression. Only what may be long or strange takes a parameter, of which a statement may have 100. */
export function expression(kind: string | undefined, value: Value | undefined): Required<Statement> {
  if (kind === 'n' || value === undefined || value === null) return { sql: 'NULL', params: [] }
  if (kind === 'i') return { sql: `${value}`, params: [] }
  if (kind === 'r') return { sql: 'CAST(? AS REAL)', params: [value] }
  if (kind === 't') return { sql: '?', params: [value] }
  const pieces = `${value}`.match(new RegExp(`.{1,${PIECE_DIGITS}}`, 'g')) ?? ['']
  // Put together they would be a text.
  return { sql: `CAST(${pieces.map(() => 'unhex(?)').join(' || ')} AS BLOB)`, params: pieces }
}
