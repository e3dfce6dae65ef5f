/**
 * What all files of this folder need, made once: the page and the Workers as they are deployed, and a storage that holds
 * nothing but its tables.
 */

import { build } from '../scripts/build.ts'
import { emptyStorage } from '../scripts/burrow.ts'
import { at } from '../scripts/paths.ts'

/** Copied for every Burrow of the tests: wrangler, which makes it, takes longer to begin than all the rest. */
export const EMPTY = at('.cache', 'empty')

export default async function prepare(): Promise<void> {
  await Promise.all([build(), emptyStorage(EMPTY)])
}
