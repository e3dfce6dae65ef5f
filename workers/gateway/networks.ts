/** Networks: which address lies in which, and what of an address is one household's, one school's, one person's. */

/** An IPv6 provider gives a household at least so many bits; whoever has them has all the addresses behind. */
const IPV6_PREFIX = 64

/** The bits of an address, most significant first: 4 bytes, or 16. Null for what is no address. */
export function bytesOf(address: string): number[] | null {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) {
    const bytes = address.split('.').map(Number)
    return bytes.every(byte => byte < 256) ? bytes : null
  }
  if (!address.includes(':') || !URL.canParse(`http://[${address}]`)) return null
  // The platform's own reading, in which only one run of zeros is left out.
  const [left = '', right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const groups = (text: string | undefined) => (text ? text.split(':') : [])
  const [before, after] = [groups(left), groups(right)]
  const zeros = right === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0')
  return [...before, ...zeros, ...after].flatMap(group => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
}

/** Addresses that begin with the same bits. */
export interface Network {
  bytes: number[]
  bits: number
}

/** `192.0.2.0/24`, or one address. Null for what is none. */
export function parseNetwork(text: string): Network | null {
  const [address = '', length, ...rest] = text.split('/')
  const bytes = bytesOf(address)
  if (bytes === null || rest.length > 0) return null
  const bits = length === undefined ? bytes.length * 8 : /^\d{1,3}$/.test(length) ? Number(length) : NaN
  return bits <= bytes.length * 8 ? { bytes, bits } : null
}

export const isIn = (bytes: readonly number[], network: Network): boolean =>
  bytes.length === network.bytes.length &&
  bytes.every((byte, n) => {
    const mask = 255 & ~(255 >> Math.min(8, Math.max(0, network.bits - n * 8)))
    return (byte & mask) === ((network.bytes[n] ?? 0) & mask)
  })

/** What all addresses of one subscriber have in common: an IPv4 address, or the first half of an IPv6 one. */
export const prefixOf = (bytes: readonly number[]): string =>
  bytes.length === 4 ? bytes.join('.') : bytes.slice(0, IPV6_PREFIX / 8).join(':')

/** One's own machine. */
export const isLoopback = (bytes: readonly number[]): boolean =>
  bytes.length === 4 ? bytes[0] === 127 : bytes.every((byte, n) => byte === (n === 15 ? 1 : 0))
