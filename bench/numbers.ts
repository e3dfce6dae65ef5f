/** Medians and the like, and how figures are written. */

/** The value below which this share of the values lies: 0.5 is the median, 1 the worst. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export const median = (values: number[]): number => quantile(values, 0.5)
export const worst = (values: number[]): number => quantile(values, 1)
export const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)

/** One figure behind the point below a hundred, none above. */
export function ms(value: number): string {
  return Number.isNaN(value) ? '-' : `${value.toFixed(value < 100 ? 1 : 0)} ms`
}

/** A difference, with its sign. */
export const more = (value: number): string => `${value < 0 ? '' : '+'}${ms(value)}`

export const ratio = (value: number): string => value.toFixed(3)
export const rate = (value: number): string =>
  value < 1_000 ? value.toFixed(1) : Math.round(value).toString()
