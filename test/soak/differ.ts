/** Where two texts part. */
export function differ(one: string, other: string): string {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  const part = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 10), at + 20))
  return `${part(one)} and not ${part(other)} at ${at} of ${one.length} and ${other.length}`
}
