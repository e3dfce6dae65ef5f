/** JSON as Go writes it: Ollama's lines escape what is special in HTML, and its clocks count nanoseconds. */

const SPECIAL: Record<string, string> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' }

export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&]/g, sign => SPECIAL[sign] ?? sign)
}

/** RFC 3339 with nanoseconds. */
export function goTime(milliseconds = Date.now()): string {
  const nanoseconds = String(process.hrtime.bigint() % 1_000_000n).padStart(6, '0')
  return new Date(milliseconds).toISOString().replace('Z', `${nanoseconds}Z`)
}

/** A duration of Go's: a number is seconds, a string is like `1h30m` or `250ms`. In milliseconds. */
export function goDuration(value: unknown, fallback: number): number {
  if (typeof value === 'number') return value * 1000
  if (typeof value !== 'string') return fallback
  const unit: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 }
  let total = 0
  for (const [, amount, name] of value.matchAll(/([\d.]+)(ms|h|m|s)/g)) {
    total += Number(amount) * (unit[name ?? ''] ?? 0)
  }
  return value.startsWith('-') ? -total : total
}
