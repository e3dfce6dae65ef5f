/** HMAC-SHA-256 of a text under a secret: who lacks that can neither reckon it nor tell what it is of. */
export async function hmac(secret: string, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = (of: string) => new TextEncoder().encode(of)
  const how = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes(secret), how, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign(how, key, bytes(text)))
}
