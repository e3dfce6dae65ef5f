/** A browser with an authenticator that is pretended, over Chromium's own protocol: it makes passkeys and shows them by itself. */

import type { BrowserContext, CDPSession, Page } from 'playwright-core'

/** A passkey as the authenticator has it; another that is given it is the same person's other device. */
export type Held = Awaited<ReturnType<Authenticator['passkeys']>>[number]

export class Authenticator {
  readonly #session: CDPSession
  readonly #id: string

  private constructor(session: CDPSession, id: string) {
    this.#session = session
    this.#id = id
  }

  /** Of this page, for as long as it is there. */
  static async of(context: BrowserContext, page: Page): Promise<Authenticator> {
    const session = await context.newCDPSession(page)
    await session.send('WebAuthn.enable')
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    return new Authenticator(session, authenticatorId)
  }

  async passkeys() {
    const { credentials } = await this.#session.send('WebAuthn.getCredentials', {
      authenticatorId: this.#id,
    })
    return credentials
  }

  async give(held: Held): Promise<void> {
    await this.#session.send('WebAuthn.addCredential', { authenticatorId: this.#id, credential: held })
  }

  /** Whether its person unlocks it when it asks. */
  async isUnlocked(unlocked: boolean): Promise<void> {
    await this.#session.send('WebAuthn.setUserVerified', {
      authenticatorId: this.#id,
      isUserVerified: unlocked,
    })
  }
}
