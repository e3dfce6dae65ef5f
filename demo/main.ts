/** The demo from the command line, `npm run demo`; its flags, and how fast a box and how large a one it stands in for. */

import { parseArgs } from 'node:util'

import type { DemoOptions } from './server.ts'
import { startDemo } from './server.ts'

/** Next to Ollama's own, so that both can run. */
const PORT = '11435'

/** Flags that are numbers, the least that each may be, and the option that it is. */
const NUMBERS = {
  rate: { least: 0, option: 'rate' },
  'read-ms': { least: 0, option: 'readMs' },
  'load-ms': { least: 0, option: 'everyLoadMs' },
  slots: { least: 1, option: 'slots' },
  room: { least: 1, option: 'room' },
  queue: { least: 0, option: 'queue' },
  context: { least: 1, option: 'context' },
} as const satisfies Record<string, { least: number; option: keyof DemoOptions }>

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: PORT },
    host: { type: 'string', default: '127.0.0.1' },
    rate: { type: 'string' },
    'read-ms': { type: 'string' },
    'load-ms': { type: 'string' },
    slots: { type: 'string' },
    room: { type: 'string' },
    queue: { type: 'string' },
    context: { type: 'string' },
    faults: { type: 'boolean', default: false },
    bench: { type: 'boolean', default: false },
    'with-parent': { type: 'boolean', default: false },
  },
})

const { port, host, faults, bench } = values
const demo = await startDemo({ port: Number(port), host, faults, bench, ...numbers() })
console.log(`Burrow's demo stands in for Ollama at ${demo.url}`)

const stop = () => void demo.close().then(() => process.exit())
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
// The parent holds the other end of stdin: when that closes, nobody needs the demo any more.
if (values['with-parent']) process.stdin.once('close', stop).once('end', stop).resume()

/** Those that were given. Ends the process with a word about one that is no such number. */
function numbers(): DemoOptions {
  const given: DemoOptions = {}
  for (const [flag, { least, option }] of Object.entries(NUMBERS)) {
    const text = values[flag as keyof typeof NUMBERS]
    if (text === undefined) continue
    const value = Number(text)
    if (text.trim() === '' || !Number.isFinite(value) || value < least) {
      console.error(`--${flag} is ${text}: it wants a number, ${least} or more.`)
      process.exit(1)
    }
    given[option] = value
  }
  return given
}
