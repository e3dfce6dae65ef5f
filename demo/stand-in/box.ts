/** All that one running demo holds: its models, what is loaded, the slots, the diary and the switches. */

import { Holds } from './holds.ts'
import { Memory } from './memory.ts'
import type { DemoModel } from './model.ts'
import { Records } from './record.ts'
import { Scheduler } from './scheduler.ts'
import { Slots } from './slots.ts'
import type { Turn } from './turn.ts'

export interface StandInOptions {
  /** 0, the default, takes any free port. */
  port?: number
  host?: string
  /** Opens `/_demo` and remembers more requests, for tests. */
  controlled?: boolean
  /** Tokens a second; 0 is as fast as the reader takes them. */
  rate?: number
  /** `OLLAMA_NUM_PARALLEL`: answers at once for each model; the others wait in silence. Without it as many as are asked for. */
  slots?: number
  /** `OLLAMA_MAX_LOADED_MODELS`: models in memory at once. Without it as many as are asked for. */
  room?: number
  /** `OLLAMA_MAX_QUEUE`: requests that wait for a load, behind the one whose turn it is. */
  queue?: number
  /** Milliseconds that any model takes to load; without it each has its own time, which is none for most. */
  everyLoadMs?: number
  /** `OLLAMA_CONTEXT_LENGTH`: tokens of context with which models are loaded that do not set their own. */
  context?: number
  /** Milliseconds of reading a prompt for each token; without it a moment, or none for a model with its own pace. */
  readMs?: number
  /** What a model does that is full before its answer ends: on, as for nearly all, its oldest half makes room. */
  shift?: boolean
  /** Off, a prompt is no longer read as soon as the client is gone. Ollama reads on to its end. */
  readsOn?: boolean
}

export interface Switches {
  /** Every call to `/api` ends in a connection reset; answers that are running go on. */
  down: boolean
  /** `/api/ps` never answers. */
  psHangs: boolean
  version: string
  /** Off is what an older host answers. */
  capabilitiesInTags: boolean
  /**
   * These as in `StandInOptions`; null is what holds without them. A model that is loaded keeps its context until it is
   * asked again, and its slots until it is loaded again.
   */
  context: number | null
  readMs: number | null
  readsOn: boolean
  rate: number
  everyLoadMs: number | null
  slots: number | null
  room: number | null
  queue: number
}

/** The suffix tells the gateway that this is the demo. */
const VERSION = '0.33.0+demo'

/** Tokens a second of a mid-sized model on a good graphics card. */
const RATE = 45

/** Ollama's default. */
const QUEUE = 512

/** Requests that are remembered: a test's or a bench's worth, and with neither just the last few. */
const RECORDS = { tested: 5000, plain: 50 }

export interface Box {
  models: DemoModel[]
  memory: Memory
  scheduler: Scheduler
  slots: Slots
  records: Records
  switches: Switches
  shift: boolean
  holds: Holds
  /** Answers that are being written now. */
  turns: Set<Turn>
  /** Whether `/_demo` exists. */
  controlled: boolean
}

export function createBox(models: DemoModel[], options: StandInOptions): Box {
  const { controlled = false } = options
  const switches: Switches = {
    down: false,
    psHangs: false,
    version: VERSION,
    capabilitiesInTags: true,
    context: options.context ?? null,
    readMs: options.readMs ?? null,
    readsOn: options.readsOn ?? true,
    rate: options.rate ?? RATE,
    everyLoadMs: options.everyLoadMs ?? null,
    slots: options.slots ?? null,
    room: options.room ?? null,
    queue: options.queue ?? QUEUE,
  }
  const slots = new Slots(switches)
  const memory = new Memory(name => slots.renew(name))
  for (const { name, wedged } of models) if (wedged) slots.lose(name)
  return {
    models,
    memory,
    scheduler: new Scheduler(memory, switches),
    slots,
    records: new Records(controlled ? RECORDS.tested : RECORDS.plain),
    switches,
    shift: options.shift ?? true,
    holds: new Holds(),
    turns: new Set(),
    controlled,
  }
}

/** Ollama's lookup: a name without a tag means `latest`. */
export function findModel(box: Box, name: string): DemoModel | undefined {
  const full = name.includes(':') ? name : `${name}:latest`
  return box.models.find(model => model.name === full)
}
