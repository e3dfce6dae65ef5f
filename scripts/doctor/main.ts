/**
 * `npm run doctor`: what is wrong between the page and the box, each with its cure. Looks at Cloudflare and at the way to
 * the box; `-- box`, on the box, at Ollama there. `--json` for a program, `--stage NAME` for a second Burrow, `--long` asks
 * for an answer of more than 90 s whose viewer leaves, `--load` loads each model that is offered and takes the time, while
 * there is none in memory that somebody may use, `--tell` sends a test to TELL_URL. What cannot be seen from here is neither right nor wrong. The exit code is
 * 1 where something is wrong.
 */

import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { findAccount } from '../deploy/account.ts'
import { nobody } from '../deploy/asker.ts'
import { namesOf } from '../deploy/names.ts'
import { noted } from '../deploy/note.ts'
import { Trouble } from '../deploy/trouble.ts'
import { ask } from './ask.ts'
import { doctorEdge } from './edge.ts'
import { type Finding, unseen, wrong } from './finding.ts'
import { doctorLong } from './long.ts'
import { sendTest } from './telling.ts'
import { doctorWay } from './way.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    stage: { type: 'string', default: '' },
    long: { type: 'boolean', default: false },
    load: { type: 'boolean', default: false },
    tell: { type: 'boolean', default: false },
  },
})

const Offered = v.object({ models: v.array(v.object({ name: v.string() })) })

const loading = { offered: await offered(), measure: values.load }

const looked: Record<string, Finding[]> = {
  ...(!positionals.includes('box') && { edge: await edge() }),
  ...(await doctorWay(process.env, positionals.includes('box'), loading)),
}
if (values.long) looked['long'] = await long()
if (values.tell) looked['tell'] = [await sendTest(process.env)]

if (values.json) console.log(JSON.stringify(looked, null, 2))
else for (const [where, findings] of Object.entries(looked)) print(where, findings)
process.exitCode = Object.values(looked)
  .flat()
  .some(({ state }) => state === 'wrong')
  ? 1
  : 0

/** As the environment names them, or as the page that was deployed from here lists them; null where nobody says. */
async function offered(): Promise<string[] | null> {
  const named = (process.env['MODELS'] ?? '').split(',').flatMap(name => name.trim() || [])
  if (named.length > 0) return named
  const address = noted(values.stage)?.address
  if (address === undefined) return null
  const read = v.safeParse(Offered, (await ask(`${address}/api/models`)).json)
  return read.success ? read.output.models.map(({ name }) => name) : null
}

async function edge(): Promise<Finding[]> {
  try {
    return await doctorEdge(await findAccount(values.stage, nobody), namesOf(values.stage))
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    return [unseen('Cloudflare', `${error.message} ${error.cure}`)]
  }
}

async function long(): Promise<Finding[]> {
  const address = noted(values.stage)?.address
  if (address === undefined) return [unseen('a long answer', 'nothing was deployed from here')]
  return [
    await doctorLong(address).catch((error: unknown) =>
      wrong('a long answer', String(error), 'Run it again.')
    ),
  ]
}

function print(where: string, findings: Finding[]): void {
  console.log(`\n  ${where}`)
  for (const { what, state, said, cure } of findings) {
    console.log(`  ${{ well: '✓', wrong: '✗', unseen: '?' }[state]} ${what.padEnd(16)} ${said}`)
    if (cure !== undefined) console.log(`    ${''.padEnd(16)} → ${cure}`)
  }
}
