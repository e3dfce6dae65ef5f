/**
 * A question's own id comes from Burrow, after the page has drawn it. Its place on the page keeps the first name, so
 * that nothing is drawn anew under the reader's eye.
 */

const first = new Map<string, string>()

export const keyOf = (id: string) => first.get(id) ?? id

export function rename(from: string, to: string) {
  if (from !== to) first.set(to, keyOf(from))
}
