/** Figures in words, as the reader's language writes them. */

const LANGUAGE = 'en'
const SUFFIXES: Record<Intl.LDMLPluralRule, string> = {
  one: 'st',
  two: 'nd',
  few: 'rd',
  other: 'th',
  zero: 'th',
  many: 'th',
}

const ordinals = new Intl.PluralRules(LANGUAGE, { type: 'ordinal' })
const plurals = new Intl.PluralRules(LANGUAGE)
const whole = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 })
const tenths = new Intl.NumberFormat(LANGUAGE, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const lists = new Intl.ListFormat(LANGUAGE)

export const ordinal = (n: number) => `${n}${SUFFIXES[ordinals.select(n)]}`
export const count = (n: number) => whole.format(n)
export const plural = (n: number, one: string, other: string) =>
  `${count(n)} ${plurals.select(n) === 'one' ? one : other}`
export const list = (words: readonly string[]) => lists.format(words)

/** `6 s`, `2 min 10 s`. */
export function seconds(s: number): string {
  const all = Math.round(s)
  const minutes = Math.floor(all / 60)
  if (minutes === 0) return `${all} s`
  return all % 60 === 0 ? `${minutes} min` : `${minutes} min ${all % 60} s`
}

type Unit = 'second' | 'minute' | 'hour'

/** An estimate, no finer than it is worth. Null where it is next to nothing. */
function estimate(ms: number): { n: number; unit: Unit } | null {
  const fives = Math.round(ms / 5_000) * 5
  if (fives < 60) return fives === 0 ? null : { n: fives, unit: 'second' }
  const minutes = Math.round(ms / 60_000)
  return minutes < 90 ? { n: minutes, unit: 'minute' } : { n: Math.round(minutes / 60), unit: 'hour' }
}

const long = (n: number, unit: Unit) => plural(n, unit, `${unit}s`)
const short = (n: number, unit: Unit) =>
  unit === 'hour' ? long(n, unit) : seconds(unit === 'minute' ? n * 60 : n)

/** `about 40 seconds`, `about 2 minutes`; in a sentence that is long already, `briefly`: `about 40 s`. */
export function about(ms: number, how: 'whole' | 'briefly' = 'whole'): string {
  const guess = estimate(ms)
  if (!guess) return 'a few seconds'
  return `about ${how === 'whole' ? long(guess.n, guess.unit) : short(guess.n, guess.unit)}`
}

/** `0.4 s`: where a tenth matters. */
export const fineSeconds = (s: number) => (s < 10 ? `${tenths.format(s)} s` : seconds(s))

/** `9.3 GB`, in thousands as Ollama counts. */
export const bytes = (n: number) =>
  n >= 1e9 ? `${tenths.format(n / 1e9)} GB` : `${whole.format(Math.max(1, n / 1e6))} MB`

export const rate = (tokensPerSecond: number) =>
  plural(Math.max(1, Math.round(tokensPerSecond)), 'token a second', 'tokens a second')
