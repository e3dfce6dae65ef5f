/**
 * The gateway as it is, with a meter at the Box: what it writes, for how many seconds it was awake, and how often it was called,
 * looks at the memory of a host apart. `GET /meter` reads it and sets it back.
 */

import gateway, { Box as Unmetered } from '../workers/gateway/index.ts'
import { metered, readAwake } from './awake.js'

export { Completions } from '../workers/gateway/index.ts'

const zero = () => ({ rows: 0, alarms: 0, calls: 0, looks: 0 })
let read = zero()

/** Each call of an object is billed as a request, and so are a socket that is opened and an alarm that rings. */
const LOOKS = ['look', 'contextNow']
const called = name => void (read[LOOKS.includes(name) ? 'looks' : 'calls'] += 1)

export class Box extends metered(Unmetered, called) {
  constructor(ctx, env) {
    meterStorage(ctx.storage)
    super(ctx, env)
  }
}

/** A name and its value are a row, and so is an alarm that is set. */
function meterStorage(storage) {
  const { kv } = storage
  for (const [object, name, what] of [
    [kv, 'put', 'rows'],
    [kv, 'delete', 'rows'],
    [storage, 'setAlarm', 'alarms'],
  ]) {
    const before = object[name]
    object[name] = (...args) => {
      read[what] += 1
      return before.apply(object, args)
    }
  }
}

export default {
  fetch(request, env, ctx) {
    if (new URL(request.url).pathname !== '/meter') return gateway.fetch(request, env, ctx)
    const found = { ...read, awake: readAwake() }
    read = zero()
    return Response.json(found)
  },
}
