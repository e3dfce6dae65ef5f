/** All that is measured, on free ports with an empty memory: the demo in its own process, and Burrow. */

import { setTimeout } from 'node:timers/promises'
import { answers, type Burrow, startBurrow } from '../scripts/burrow.ts'
import { at } from '../scripts/paths.ts'
import { freePort } from '../scripts/ports.ts'
import { keep } from '../scripts/run.ts'

/** As fast as it is read, and at an even pace of 50 tokens a second. */
export const FAST = 'bench-fast:1b'
export const EVEN = 'bench-50:1b'

/** How often the demo is looked for before it counts as not started. */
const LOOKS = 200

export interface Home {
  demo: string
  burrow: Burrow
}

/** Whoever starts it ends it with `endAll`, also when this fails, and throws the folder of the state away. */
export async function startHome(state: string): Promise<Home> {
  const demo = await startDemo()
  const vars = { MODELS: `${FAST},${EVEN}` }
  return { demo, burrow: await startBurrow({ port: await freePort(), ollama: demo, state, vars }) }
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
