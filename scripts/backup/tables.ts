/** A table, made out from what SQLite's pragmas say of it, and the order in which tables can be filled. */

import * as v from 'valibot'
import { Trouble } from '../deploy/trouble.ts'

export interface Table {
  name: string
  /** All whose values are copied; `rowid` too, where it is the only name that a row has. */
  columns: string[]
  /** Those by which a row is found, and by which the rows are read in order. */
  key: string[]
  /** Foreign keys: columns of this table, and those of another that they refer to. */
  parents: { table: string; from: string[]; to: string[] }[]
}

/** Of `table_info`; `owner` is the table that it is said of. `pk` is the place in the primary key, from 1; 0 for none. */
export const Column = v.object({ owner: v.string(), name: v.string(), pk: v.number() })
export type Column = v.InferOutput<typeof Column>
/** Of `index_list`. */
export const Key = v.object({ owner: v.string(), origin: v.string() })
/** Of `foreign_key_list`, a row for each column. */
export const Reference = v.object({
  owner: v.string(),
  id: v.number(),
  parent: v.string(),
  from: v.string(),
  /** Null means the primary key. */
  to: v.nullable(v.string()),
})

/** What is said of all tables. */
interface Said {
  columns: Column[]
  keys: v.InferOutput<typeof Key>[]
  references: v.InferOutput<typeof Reference>[]
}

export function toTable(name: string, withoutRowid: boolean, said: Said): Table {
  const columns = said.columns.filter(({ owner }) => owner === name).map(column => column.name)
  const primary = primaryOf(name, said)
  // A primary key that needs no index of its own is the rowid, or orders the table in its place.
  const isKey =
    withoutRowid ||
    (primary.length === 1 && !said.keys.some(one => one.owner === name && one.origin === 'pk'))
  const rowid = isKey ? [] : [rowidOf(name, columns)]
  const references = Map.groupBy(
    said.references.filter(({ owner }) => owner === name),
    ({ id }) => id
  )
  return {
    name,
    columns: [...rowid, ...columns],
    key: isKey ? primary : rowid,
    parents: [...references.values()].map(rows => {
      const table = rows[0]?.parent ?? ''
      const to = rows.flatMap(row => row.to ?? [])
      return { table, from: rows.map(({ from }) => from), to: to.length > 0 ? to : primaryOf(table, said) }
    }),
  }
}

const primaryOf = (table: string, { columns }: Said) =>
  columns
    .filter(({ owner, pk }) => owner === table && pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => name)

/** The name of its rowid that no column has taken. */
function rowidOf(table: string, columns: string[]): string {
  const taken = columns.map(column => column.toLowerCase())
  const free = ['rowid', '_rowid_', 'oid'].find(name => !taken.includes(name))
  if (free === undefined)
    throw new Trouble(`The rows of ${table} have no name.`, 'Rename its column that is called rowid.')
  return free
}

/** What a table refers to comes before it. */
export function inOrder(tables: Table[]): Table[] {
  const ordered: Table[] = []
  for (let rest = tables; rest.length > 0;) {
    const waits = ({ parents }: Table) => parents.some(({ table }) => rest.some(({ name }) => name === table))
    const next = rest.filter(table => !waits(table))
    if (next.length === 0)
      throw new Trouble(
        `Of the tables ${rest.map(({ name }) => name).join(', ')} none can be filled before the others.`,
        'A foreign key goes in a circle, or to its own table: let it go.'
      )
    ordered.push(...next)
    rest = rest.filter(table => !next.includes(table))
  }
  return ordered
}
