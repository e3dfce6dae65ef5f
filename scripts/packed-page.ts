/** A built page as one small file: the text of each of its files by its path, as JSON, by Brotli. */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'

/** The pages of all releases, from the project's folder. */
export const RELEASES = 'test/releases'

/** Everything in `folder`. */
export function packed(folder: string): Buffer {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
  const files = paths.map(path => [relative(folder, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')])
  return brotliCompressSync(JSON.stringify(Object.fromEntries(files)))
}

/** Writes what {@link packed} took into `folder`. */
export function unpack(page: Buffer, folder: string): void {
  const files = JSON.parse(brotliDecompressSync(page).toString()) as Record<string, string>
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
