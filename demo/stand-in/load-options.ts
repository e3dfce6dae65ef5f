/** What a request wants its model to be loaded with; a difference to what it is loaded with costs everybody a load. */

import type { Box } from './box.ts'
import type { LoadOptions } from './memory.ts'
import type { DemoModel } from './model.ts'
import type { ChatAsk } from './parse-chat.ts'

/** The options besides `num_ctx` and `shift` that only a load can change. */
const OTHERS = ['num_batch', 'num_gpu', 'main_gpu', 'use_mmap', 'num_thread', 'draft_num_predict']

/** No model is loaded with more context than it was made for. */
export function loadOptions(box: Box, model: DemoModel, { options, shift }: ChatAsk): LoadOptions {
  const wanted = options['num_ctx'] ?? model.numCtx ?? box.switches.context ?? model.context
  return {
    context: Math.min(model.context, Number(wanted)),
    shift: shift ?? box.shift,
    others: JSON.stringify(OTHERS.map(name => options[name])),
  }
}
