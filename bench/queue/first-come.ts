/** Ollama's own order: whoever came first, whatever model that loads. */

import { type Grant, order, type Queue } from '../../workers/gateway/box/order.ts'

/** Nobody passes the head, so slots stay idle while a model has to be changed for that one. */
export function firstCome(queue: Queue): Grant[] {
  const [head] = queue.waiting.toSorted((a, b) => a.arrival - b.arrival)
  if (head === undefined) return []
  const [grant] = order({ ...queue, waiting: [head] }).grants
  if (grant === undefined) return []
  const hosts = queue.hosts.map(host =>
    host.name === grant.host ? { ...host, loaded: grant.loaded, running: host.running + 1 } : host
  )
  return [grant, ...firstCome({ ...queue, hosts, waiting: queue.waiting.filter(other => other !== head) })]
}
