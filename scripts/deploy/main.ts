/**
 * `npm run deploy`: Burrow to Cloudflare. Asks what it cannot find out, does the rest, and can be run again at any point:
 * it goes on where it stopped. `-- --dry-run` shows the steps, `--yes` asks nothing, `--no-check` leaves the calls at the
 * end out, `--stage NAME` makes a second Burrow beside the first; `gateway`, `history` or `pages` deploys that part alone.
 * `--tunnel HOST` makes the way to the box too: tunnel, DNS record, Access, and the key of the gateway.
 * `--metrics` sends the figures of each turn to Workers Analytics Engine from now on, `--no-metrics` no more.
 */

import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { nobody, person } from './asker.ts'
import { deploy, type Options } from './deploy.ts'
import { PARTS, Stage } from './names.ts'
import { Trouble } from './trouble.ts'
import { Host } from './zone.ts'

const Only = v.union(
  [v.strictTuple([]), v.strictTuple([v.picklist(PARTS)])],
  `The parts are ${PARTS.join(', ')}; name one, or none for all of it.`
)

/** What was done before it stopped. */
const done: string[] = []

try {
  if (!(await deploy(options(), done))) process.exitCode = 1
} catch (error) {
  if (!(error instanceof Trouble)) throw error
  console.error(`\n  ${error.message.split('\n').join('\n  ')}\n\n  ${error.cure}`)
  if (done.length > 0) console.error(`  What was done stands: ${done.join(', ')}.`)
  console.error('  Then run it again: it goes on from here.\n')
  process.exitCode = 1
}

function options(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    allowNegative: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      check: { type: 'boolean', default: true },
      metrics: { type: 'boolean' },
      stage: { type: 'string', default: '' },
      tunnel: { type: 'string' },
    },
  })
  const parse = <T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T> => {
    const { success, output, issues } = v.safeParse(schema, value)
    if (!success)
      throw new Trouble(issues[0].message, 'See the comment at the head of scripts/deploy/main.ts.')
    return output
  }
  const [only] = parse(Only, positionals)
  if (values.tunnel !== undefined && only !== undefined && only !== 'gateway')
    throw new Trouble('--tunnel gives the gateway its way to the box.', 'Name gateway, or no part.')
  return {
    only,
    stage: parse(Stage, values.stage),
    host: parse(v.optional(Host), values.tunnel),
    dry: values['dry-run'],
    check: values.check,
    metrics: values.metrics,
    asker: values.yes || !process.stdin.isTTY ? nobody : person,
  }
}
