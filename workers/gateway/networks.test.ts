import { describe, expect, it } from 'vitest'
import { bytesOf, isIn, isLoopback, parseNetwork, prefixOf } from './networks.ts'

const prefix = (address: string) => {
  const bytes = bytesOf(address)
  return bytes === null ? null : prefixOf(bytes)
}

describe('an address', () => {
  it('is one subscriber’s: an IPv4 address, or the first 64 bits of an IPv6 one', () => {
    expect(prefix('192.0.2.7')).not.toBe(prefix('192.0.2.8'))
    expect(prefix('2001:db8:1:2::7')).toBe(prefix('2001:0db8:0001:0002:ffff:ffff:ffff:ffff'))
    expect(prefix('2001:db8:1:2::7')).not.toBe(prefix('2001:db8:1:3::7'))
    expect(prefix('::1')).toBe(prefix('0::2'))
  })

  it.for([
    '',
    'unknown',
    '192.0.2',
    '192.0.2.256',
    '1.2.3.4.5',
    'fe80::1%eth0',
    '2001:db8::1::2',
    ':',
    'g::1',
  ])('is not %j', address => expect(bytesOf(address)).toBeNull())

  it.for([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['::2', false],
    ['128.0.0.1', false],
  ] as const)('of one’s own machine is told from others: %s', ([address, own]) => {
    expect(isLoopback(bytesOf(address) ?? [])).toBe(own)
  })
})

describe('a network', () => {
  it.for([
    ['192.0.2.0/24', '192.0.2.255', '192.0.3.0'],
    ['192.0.2.128/25', '192.0.2.128', '192.0.2.127'],
    ['192.0.2.7', '192.0.2.7', '192.0.2.6'],
    ['0.0.0.0/0', '255.255.255.255', '::'],
    ['2001:db8::/33', '2001:db8:7fff::', '2001:db8:8000::'],
    ['::/0', '2001:db8::1', '192.0.2.1'],
  ] as const)('%s has %s and not %s', ([text, inside, outside]) => {
    const network = parseNetwork(text)
    if (network === null) throw new Error('It is no network.')
    expect([inside, outside].map(address => isIn(bytesOf(address) ?? [], network))).toEqual([true, false])
  })

  it.for(['', '/8', '192.0.2.0/33', '192.0.2.0/', '192.0.2.0/a', '192.0.2.0/8/8', '::/129', 'school'])(
    'is not %j',
    text => expect(parseNetwork(text)).toBeNull()
  )
})
