/**
 * `npm run release`: leaves the built page of this version in `test/releases/`, where a test runs it against the Workers
 * of every later one. A release that is there already is what people have in their tabs, and is not written over.
 */

import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import project from '../package.json' with { type: 'json' }
import { build } from './build.ts'
import { packed, RELEASES } from './packed-page.ts'
import { at } from './paths.ts'

const file = at(RELEASES, `${project.version}.json.br`)
if (existsSync(file)) {
  console.error(`${project.version} was released already. Raise the version in package.json first.`)
  process.exit(1)
}
await build()
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, packed(at('pages', 'dist')))
console.log(`${RELEASES}/${project.version}.json.br: commit it with the release.`)
