/** A team of Cloudflare Access that is pretended: it has keys, shows them, and signs tokens. */

import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export const AUDIENCE = 'ab'.repeat(32)

interface Signer {
  kid: string
  key: CryptoKey
}

export class Team {
  /** What `ACCESS_TEAM` is set to, and what its tokens say that they are from. */
  readonly url: string
  /** How often its keys were fetched. */
  fetched = 0
  /** With what it answers whoever fetches them. */
  status = 200
  #signer: Signer | undefined
  readonly #shown: object[] = []

  constructor(url: string) {
    this.url = url
  }

  /** It signs with a new key from now on, and shows it beside the old ones. */
  async rotate(): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
    const kid = crypto.randomUUID()
    this.#signer = { kid, key: privateKey }
    this.#shown.push({ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' })
  }

  /** What it answers to whoever asks for its keys. */
  answer(path: string): Response {
    if (path !== '/cdn-cgi/access/certs') return new Response('', { status: 404 })
    this.fetched += 1
    return Response.json({ keys: this.#shown }, { status: this.status })
  }

  /** A token; `claims` take the place of what it would say. */
  async token(claims: JWTPayload = {}): Promise<string> {
    if (this.#signer === undefined) await this.rotate()
    const { kid, key } = this.#signer as Signer
    const now = Math.floor(Date.now() / 1_000)
    const usual = { iss: this.url, aud: [AUDIENCE], iat: now, exp: now + 3_600, type: 'app' }
    return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'RS256', kid }).sign(key)
  }
}
