/**
 * The demo: a small server that speaks Ollama's protocol (`stand-in`), the models that talk (`showroom`), and those that
 * go wrong on purpose (`adversary`). The first knows neither of the others; the adversary borrows texts of the showroom.
 */

import type { Catalogue } from './catalogue.ts'
import { catalogue } from './catalogue.ts'
import type { StandInOptions } from './stand-in/box.ts'
import type { Demo } from './stand-in/serve.ts'
import { serve } from './stand-in/serve.ts'

export { answerOf } from './catalogue.ts'
export { benchAnswer } from './showroom/bench.ts'
export type { Change } from './stand-in/controls.ts'
export type { RecordedRequest } from './stand-in/record.ts'
export type { Demo } from './stand-in/serve.ts'

/** With faults or bench models `/_demo` is open too. */
export type DemoOptions = Catalogue & Omit<StandInOptions, 'controlled'>

export function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const controlled = Boolean(options.faults || options.bench)
  return serve(catalogue(options), { ...options, controlled })
}
