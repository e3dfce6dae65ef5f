/**
 * The file of a backup: gzip, a JSON text a line. First what it holds, then a row a line, a table after the other, at last
 * how many of each there were and a digest of all before it, so that a file that was cut or changed is noticed.
 */

import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import * as v from 'valibot'
import { Trouble } from '../deploy/trouble.ts'
import { Packed } from './values.ts'

const FORMAT = 1

const Header = v.object({
  burrow: v.literal('backup'),
  format: v.number(),
  /** When it was begun. */
  date: v.pipe(v.string(), v.isoTimestamp()),
  /** Those that the database had run, oldest first. */
  migrations: v.array(v.string()),
  tables: v.array(v.object({ name: v.string(), columns: v.array(v.string()) })),
  /** Tables whose rows are not here and cannot be made again. */
  left: v.array(v.string()),
})
type Header = v.InferOutput<typeof Header>

const Line = v.strictTuple([v.string(), Packed])
type Line = v.InferOutput<typeof Line>

const End = v.object({ end: v.object({ rows: v.record(v.string(), v.number()), sha256: v.string() }) })

/** Rows of each table. */
export type Rows = Record<string, number>

/** A row has 2 MB at most; JSON and hexadecimal make more of them. */
const LINE_CHARS = 16 * 1024 * 1024

export type Contents = Omit<Header, 'burrow' | 'format'>

/** Writes under another name until it is whole. Only its owner may read it. */
export async function writeBackup(
  path: string,
  contents: Contents,
  rows: AsyncIterable<Line>
): Promise<Rows> {
  const partial = `${path}.partial`
  const counted: Rows = Object.fromEntries(contents.tables.map(({ name }) => [name, 0]))
  const digest = createHash('sha256')
  const toLine = (value: unknown) => `${JSON.stringify(value)}\n`
  async function* whole() {
    const header: Header = { burrow: 'backup', format: FORMAT, ...contents }
    const first = toLine(header)
    digest.update(first)
    yield first
    for await (const row of rows) {
      const line = toLine(row)
      digest.update(line)
      counted[row[0]] = (counted[row[0]] ?? 0) + 1
      yield line
    }
    yield toLine({ end: { rows: counted, sha256: digest.digest('hex') } } satisfies v.InferOutput<typeof End>)
  }
  await mkdir(dirname(path), { recursive: true })
  try {
    await pipeline(whole, createGzip(), createWriteStream(partial, { mode: 0o600, flush: true }))
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
  return counted
}

export interface Backup {
  header: Header
  rows: Rows
  /** Names it, whatever the file is called. */
  digest: string
}

/** Reads a file from its beginning to its end. Throws `Trouble` unless it is whole, and one that this code can read. */
export async function verifyBackup(path: string): Promise<Backup> {
  const digest = createHash('sha256')
  const counted: Rows = {}
  let header: Header | undefined
  let end: v.InferOutput<typeof End>['end'] | undefined
  for await (const line of lines(path)) {
    if (end !== undefined) throw broken(path)
    if (header === undefined) {
      header = parse(path, Header, line)
      if (header.format !== FORMAT)
        throw new Trouble(`${path} has the format ${header.format}.`, 'Use the newer Burrow that wrote it.')
      for (const { name } of header.tables) counted[name] = 0
    } else if (line.startsWith('{')) {
      end = parse(path, End, line).end
      continue
    } else {
      const [table] = parse(path, Line, line)
      counted[table] = (counted[table] ?? 0) + 1
    }
    digest.update(`${line}\n`)
  }
  if (header === undefined || end === undefined) throw broken(path)
  if (end.sha256 !== digest.digest('hex') || !same(end.rows, counted)) throw broken(path)
  return { header, rows: end.rows, digest: end.sha256 }
}

const same = (a: Rows, b: Rows) => Object.keys({ ...a, ...b }).every(name => a[name] === b[name])

/** The rows of one table, of a file that was verified. */
export async function* readRows(path: string, table: string): AsyncGenerator<Packed> {
  for await (const line of lines(path)) {
    // The first and the last line begin otherwise.
    if (!line.startsWith(`[${JSON.stringify(table)},`)) continue
    yield parse(path, Line, line)[1]
  }
}

function parse<T extends v.GenericSchema>(path: string, schema: T, line: string): v.InferOutput<T> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), line)
  if (!parsed.success) throw broken(path)
  return parsed.output
}

const broken = (path: string, why = 'it was cut, changed, or made by another program') =>
  new Trouble(`${path} is no whole backup: ${why}.`, 'Take another file.')

/** Not by `readline`, for which a text's own separators of lines would end one. */
async function* lines(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let rest = ''
  try {
    const unpacked = createGunzip()
    // It ends with what went wrong, which is thrown below.
    pipeline(createReadStream(path), unpacked).catch(() => {})
    for await (const chunk of unpacked) {
      const [end = '', ...begun] = decoder.decode(chunk, { stream: true }).split('\n')
      rest += end
      for (const next of begun) {
        yield rest
        rest = next
      }
      if (rest.length > LINE_CHARS) throw broken(path)
    }
  } catch (error) {
    if (error instanceof Trouble) throw error
    throw broken(path, error instanceof Error ? error.message : String(error))
  }
  if (rest !== '') throw broken(path)
}
