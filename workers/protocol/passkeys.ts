/** Passkeys between the gateway, which speaks WebAuthn, and history, which keeps them. */

/** Binary parts are base64url. */
export interface Credential {
  /** As its authenticator names it. */
  credential: string
  publicKey: string
  /** Uses, as it counts them itself; 0 for ever where it does not. */
  counter: number
  /** How a browser reaches it. */
  transports: string[]
}
