/** What every route of the gateway finds in its context. */

export interface App {
  Bindings: GatewayEnv
  Variables: { visitor: string }
}
