/**
 * For how long an object is awake, as it is billed: while a call of it is under way, and while anything that it began keeps
 * it from hibernating: a timer, a signal that is to time out, a request, or work that it waits for behind an answer. One that
 * only has hibernating sockets, rows and an alarm is not.
 */

import { AsyncLocalStorage } from 'node:async_hooks'

/** The object in whose name something is done. */
const current = new AsyncLocalStorage()

/** All of them since the last reading. */
let ms = 0
const awake = new Set()

class Life {
  #held = 0
  #since = 0

  /** It is awake until what this returns is called. */
  hold() {
    if (this.#held++ === 0) {
      this.#since = Date.now()
      awake.add(this)
    }
    let over = false
    return () => {
      if (over) return
      over = true
      if (--this.#held > 0) return
      this.count()
      awake.delete(this)
    }
  }

  count() {
    ms += Date.now() - this.#since
    this.#since = Date.now()
  }

  until(promise) {
    const letGo = this.hold()
    promise.then(letGo, letGo)
    return promise
  }
}

/** Seconds that objects were awake since the last reading, each for itself. */
export function readAwake() {
  for (const life of awake) life.count()
  const seconds = ms / 1_000
  ms = 0
  return seconds
}

const lives = new WeakMap()
const lifeOf = object => lives.get(object) ?? lives.set(object, new Life()).get(object)

/** A class whose objects are metered, with all that they are called by. `called` hears the name of each call. */
export function metered(Unmetered, called) {
  class Metered extends Unmetered {
    constructor(ctx, env) {
      const life = new Life()
      const { waitUntil } = ctx
      ctx.waitUntil = work => waitUntil.call(ctx, life.until(Promise.resolve(work)))
      super(ctx, env)
      lives.set(this, life)
    }
  }
  for (const name of Object.getOwnPropertyNames(Unmetered.prototype)) {
    const { value } = Object.getOwnPropertyDescriptor(Unmetered.prototype, name)
    if (name === 'constructor' || typeof value !== 'function') continue
    Metered.prototype[name] = function (...args) {
      called(name)
      const life = lifeOf(this)
      return life.until(current.run(life, async () => value.apply(this, args)))
    }
  }
  return Metered
}

/** Timers, by what stops them. */
const timers = new Map()
for (const [set, clear, repeats] of [
  ['setTimeout', 'clearTimeout', false],
  ['setInterval', 'clearInterval', true],
]) {
  const before = { set: globalThis[set], clear: globalThis[clear] }
  globalThis[set] = (work, wait, ...args) => {
    const letGo = current.getStore()?.hold()
    const timer = before.set(() => {
      try {
        return work(...args)
      } finally {
        if (!repeats) stop(timer)
      }
    }, wait)
    if (letGo !== undefined) timers.set(timer, letGo)
    return timer
  }
  globalThis[clear] = timer => {
    stop(timer)
    before.clear(timer)
  }
}

function stop(timer) {
  timers.get(timer)?.()
  timers.delete(timer)
}

/** What takes its time by itself. */
for (const [object, name] of [
  [globalThis, 'fetch'],
  [scheduler, 'wait'],
]) {
  const before = object[name]
  object[name] = (...args) => {
    const promise = before.apply(object, args)
    return current.getStore()?.until(promise) ?? promise
  }
}

/** Nobody can take it back, and an object that waits for one does not hibernate, whoever else still wants it. */
const { timeout } = AbortSignal
AbortSignal.timeout = wait => {
  const signal = timeout.call(AbortSignal, wait)
  const letGo = current.getStore()?.hold()
  if (letGo !== undefined) signal.addEventListener('abort', letGo)
  return signal
}
