/** `npm run box -- config.yml`: says what is wrong with a tunnel's rules, and what of an Ollama they let in. */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { at } from '../paths.ts'
import { readIngress, ruleFor } from './ingress.ts'

/** What Burrow calls, and what must stay shut: those of Ollama's paths that change something or cost something. */
const OPEN = ['/api/chat', '/api/tags', '/api/ps', '/api/show', '/api/version']
const SHUT = [
  '/api/pull',
  '/api/push',
  '/api/create',
  '/api/copy',
  '/api/delete',
  '/api/blobs/sha256:0',
  '/api/generate',
  '/api/embed',
  '/v1/chat/completions',
  '/api/chat/../pull',
]

const [given] = process.argv.slice(2)
const path = given === undefined ? at('box', 'config.yml') : resolve(process.env['INIT_CWD'] ?? '.', given)
const { rules, wrong } = readIngress(readFileSync(path, 'utf8'))
const host = rules.find(({ hostname }) => hostname !== undefined)?.hostname ?? ''
const serviceOf = (of: string) => ruleFor(rules, host, of)?.service ?? 'nothing'
const mistakes = wrong.concat(
  rules.length === 0
    ? []
    : OPEN.filter(of => !isOrigin(of)).map(of => `${of} is kept out, and Burrow needs it.`),
  SHUT.filter(isOrigin).map(of => `${of} is let in: anybody could use it.`)
)
for (const what of mistakes) console.log(`  ✗ ${what}`)
if (mistakes.length === 0)
  console.log(`  ✓ ${host}: ${OPEN.join(', ')} go to ${serviceOf('/api/chat')}, and nothing else does`)
process.exitCode = mistakes.length === 0 ? 0 : 1

function isOrigin(of: string): boolean {
  return !/^(http_status:|nothing$)/.test(serviceOf(of))
}
