/** What every route of the gateway finds in its context. */

export interface App {
  Bindings: GatewayEnv
  Variables: {
    /** The id of who asks. */
    visitor: string
    /** They came without a cookie, so that there is nothing of theirs yet. */
    newcomer: boolean
  }
}
