/**
 * The gateway as it is, with a meter at the Box: what it writes, and how often it was called, looks at the memory of a host
 * apart. `GET /meter` reads it and sets it back.
 */

import gateway, { Box as Unmetered } from '../workers/gateway/index.ts'

export { Completions } from '../workers/gateway/index.ts'

const zero = () => ({ rows: 0, alarms: 0, calls: 0, looks: 0 })
let read = zero()

export class Box extends Unmetered {
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

/** Each call of an object is billed as a request, and so are a socket that is opened and an alarm that rings. */
const LOOKS = ['memory', 'contextNow']
for (const name of Object.getOwnPropertyNames(Unmetered.prototype)) {
  const { value } = Object.getOwnPropertyDescriptor(Unmetered.prototype, name)
  if (name === 'constructor' || typeof value !== 'function') continue
  Unmetered.prototype[name] = function (...args) {
    read[LOOKS.includes(name) ? 'looks' : 'calls'] += 1
    return value.apply(this, args)
  }
}

export default {
  fetch(request, env, ctx) {
    if (new URL(request.url).pathname !== '/meter') return gateway.fetch(request, env, ctx)
    const found = read
    read = zero()
    return Response.json(found)
  },
}
