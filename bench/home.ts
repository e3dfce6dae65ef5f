/** All that is measured, on free ports with an empty memory: the demo in its own process, and Burrow. */

import { setTimeout } from 'node:timers/promises'
import { answers, type Burrow, type startBurrow } from '../scripts/burrow.ts'
import { at } from '../scripts/paths.ts'
import { freePort } from '../scripts/ports.ts'
import { keep } from '../scripts/run.ts'
import { below, kill } from '../test/processes.ts'

/** As fast as it is read, and at an even pace of 50 tokens a second. */
export const FAST = 'bench-fast:1b'
export const EVEN = 'bench-50:1b'

/** At an even pace of 25 tokens a second. */
export const SLOW = 'bench-25:1b'

/** Says `after=` tokens as fast as it can and then nothing more, without an end. */
export const STALLING = 'fault-stall:1b'

/** Tokens of the longest answer that is measured. */
export const LONGEST = 32_768

/** How often the demo is looked for before it counts as not started. */
const LOOKS = 200

/** The demo as an `OLLAMA_HOSTS`, with a slot for everybody who is measured unless they are to wait. */
export const hostsOf = (demo: string, slots = 256): string =>
  JSON.stringify([{ url: demo, slots, resident: 256 }])

export interface Home {
  demo: string
  burrow: Burrow
  /** Kills every process of Burrow and starts it again in the same place, with all that it keeps. */
  killAndStart(): Promise<void>
}

/** Whoever starts it ends it with `endAll`, also when this fails, and throws the folder of the state away. */
export async function startHome(start: typeof startBurrow, demo: string, state: string): Promise<Home> {
  const vars = {
    MODELS: `${FAST},${EVEN},${SLOW},${STALLING}`,
    ANSWER_TOKENS: `${LONGEST}`,
    // A checkout that is older than this setting passes it over, and takes the address alone.
    OLLAMA_HOSTS: hostsOf(demo),
  }
  const settings = { port: await freePort(), ollama: demo, state, vars }
  const home: Home = {
    demo,
    burrow: await start(settings),
    async killAndStart() {
      const { pid, ended } = home.burrow
      kill([pid, ...below(pid)])
      await ended
      home.burrow = await start(settings)
    },
  }
  return home
}

export async function startDemo(): Promise<string> {
  const port = await freePort()
  const { said } = keep([
    process.execPath,
    at('demo', 'main.ts'),
    '--port',
    `${port}`,
    '--bench',
    '--faults',
    '--rate',
    '0',
    '--with-parent',
  ])
  const url = `http://127.0.0.1:${port}`
  for (let look = 0; look < LOOKS; look += 1) {
    if (await answers(`${url}/api/version`)) return url
    await setTimeout(50)
  }
  throw new Error(`The demo did not start:\n${said()}`)
}
