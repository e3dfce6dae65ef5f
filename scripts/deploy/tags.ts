/** By its tag a deployment tells whether the same is to be deployed again. */

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The same for the same content alone. */
export function tagOf(...parts: (Buffer | object)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part instanceof Buffer ? part : JSON.stringify(part)).update('\0')
  return hash.digest('hex').slice(0, 12)
}

/** Every file of a folder, with its path in it. */
export const filesIn = (folder: string): (Buffer | object)[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
    .flatMap(path => [{ path: path.slice(folder.length) }, readFileSync(path)])
