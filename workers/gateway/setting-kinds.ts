/** What several settings are made of: texts, lists, numbers within bounds. */

import * as v from 'valibot'
import { unquote } from './ollama/address.ts'

/** A variable of a Worker may be a number or a boolean, by how the owner wrote it. */
export const Text = v.pipe(
  v.optional(v.union([v.string(), v.number(), v.boolean()], 'must be a text'), ''),
  v.transform(value => unquote(`${value}`))
)

export const List = v.pipe(
  Text,
  v.transform(text => text.split(',').map(unquote)),
  v.filterItems(item => item !== '')
)

/** A number within bounds, both included; `empty` is what an empty setting means. */
export const within = <Empty extends number | null>(
  empty: Empty,
  least: number,
  most: number,
  unit: string
) =>
  v.pipe(
    Text,
    v.transform(text => (text === '' ? empty : Number(text))),
    v.check(
      value => value === null || (value >= least && value <= most),
      `must be a number of ${unit} from ${least} to ${most}`
    )
  )
