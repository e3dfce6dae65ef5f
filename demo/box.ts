/** All that one running demo holds: its models, what is loaded, the slots, the diary and the switches. */

import { Loader } from './loader.ts'
import type { DemoModel } from './models.ts'
import { catalogue } from './models.ts'
import { Records } from './record.ts'
import { Slots } from './slots.ts'
import type { Turn } from './turn.ts'

export interface DemoOptions {
  /** 0, the default, takes any free port. */
  port?: number
  host?: string
  /** Lists the adversary's models and opens `/_demo`. */
  faults?: boolean
  /** Lists the bench models and opens `/_demo`. */
  bench?: boolean
  /** Tokens a second; 0 is as fast as the reader takes them. */
  rate?: number
  /** Answers at once for each model; the others wait in silence. */
  slots?: number
  /** Milliseconds that the badger takes to load. */
  loadMs?: number
}

export interface Switches {
  /** Every call to `/api` ends in a connection reset; answers that are running go on. */
  down: boolean
  /** `/api/ps` never answers. */
  psHangs: boolean
  version: string
  /** Off is what an older host answers. */
  capabilitiesInTags: boolean
}

/** The suffix tells the gateway that this is the demo. */
const VERSION = '0.33.0+demo'

/** Tokens a second of a mid-sized model on a good graphics card. */
const RATE = 45

/** Requests that are remembered: a test's or a bench's worth, and with neither just the last few. */
const RECORDS = { tested: 5000, plain: 50 }

export interface Box {
  models: DemoModel[]
  loader: Loader
  slots: Slots
  records: Records
  switches: Switches
  rate: number
  /** Answers that are being written now. */
  turns: Set<Turn>
  /** Whether `/_demo` exists. */
  controlled: boolean
}

export function createBox(options: DemoOptions): Box {
  const controlled = Boolean(options.faults || options.bench)
  const models = catalogue(options)
  const slots = new Slots(options.slots ?? Infinity)
  for (const { name, wedged } of models) if (wedged) slots.lose(name)
  return {
    models,
    loader: new Loader(name => slots.renew(name)),
    slots,
    records: new Records(controlled ? RECORDS.tested : RECORDS.plain),
    switches: { down: false, psHangs: false, version: VERSION, capabilitiesInTags: true },
    rate: options.rate ?? RATE,
    turns: new Set(),
    controlled,
  }
}

/** Ollama's lookup: a name without a tag means `latest`. */
export function findModel(box: Box, name: string): DemoModel | undefined {
  const full = name.includes(':') ? name : `${name}:latest`
  return box.models.find(model => model.name === full)
}
