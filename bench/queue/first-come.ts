/** Ollama's own order: whoever came first, whatever model that loads. */

import { after, type Grant, order, type Queue } from '../../workers/gateway/box/queue/order.ts'

/** Nobody passes the head, so slots stay idle while a model has to be changed for that one. */
export function firstCome(queue: Queue): Grant[] {
  const [head] = queue.waiting.toSorted((a, b) => a.arrival - b.arrival)
  if (head === undefined) return []
  const [grant] = order({ ...queue, waiting: [head] }).grants
  return grant === undefined ? [] : [grant, ...firstCome(after(queue, grant))]
}
