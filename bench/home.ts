/** All that is measured, on free ports with an empty memory that is thrown away: the demo in its own process, and Burrow. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { answers, type Burrow, startBurrow } from '../scripts/burrow.ts'
import { at } from '../scripts/paths.ts'
import { freePort } from '../scripts/ports.ts'
import { endAll, keep } from '../scripts/run.ts'

/** As fast as it is read, and at an even pace of 50 tokens a second. */
export const FAST = 'bench-fast:1b'
export const EVEN = 'bench-50:1b'

/** How often the demo is looked for before it counts as not started. */
const LOOKS = 200

export interface Home {
  demo: string
  burrow: Burrow
  leave(): Promise<void>
}

export async function startHome(): Promise<Home> {
  const state = await mkdtemp(join(tmpdir(), 'burrow-bench-'))
  const leave = async () => {
    await endAll()
    await rm(state, { recursive: true, force: true })
  }
  try {
    const demo = await startDemo()
    const vars = { MODELS: `${FAST},${EVEN}` }
    return { demo, burrow: await startBurrow({ port: await freePort(), ollama: demo, state, vars }), leave }
  } catch (error) {
    await leave()
    throw error
  }
}

async function startDemo(): Promise<string> {
  const port = await freePort()
  const { said } = keep([
    process.execPath,
    at('demo', 'main.ts'),
    '--port',
    `${port}`,
    '--bench',
    '--with-parent',
  ])
  const url = `http://127.0.0.1:${port}`
  for (let look = 0; look < LOOKS; look += 1) {
    if (await answers(`${url}/api/version`)) return url
    await setTimeout(50)
  }
  throw new Error(`The demo did not start:\n${said()}`)
}
