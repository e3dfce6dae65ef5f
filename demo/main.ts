/** The demo from the command line: `node demo/main.ts [--port 11435] [--rate 45] [--faults] [--bench] [--context 2048] [--with-parent]`. */

import { parseArgs } from 'node:util'

import { startDemo } from './server.ts'

/** Next to Ollama's own, so that both can run. */
const PORT = '11435'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: PORT },
    host: { type: 'string', default: '127.0.0.1' },
    rate: { type: 'string', default: '45' },
    faults: { type: 'boolean', default: false },
    bench: { type: 'boolean', default: false },
    context: { type: 'string' },
    'with-parent': { type: 'boolean', default: false },
  },
})

const { port, host, rate, faults, bench, context } = values
const demo = await startDemo({
  port: Number(port),
  host,
  rate: Number(rate),
  faults,
  bench,
  ...(context !== undefined && { context: Number(context) }),
})
console.log(`Burrow's demo stands in for Ollama at ${demo.url}`)

const stop = () => void demo.close().then(() => process.exit())
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
// The parent holds the other end of stdin: when that closes, nobody needs the demo any more.
if (values['with-parent']) process.stdin.once('close', stop).once('end', stop).resume()
