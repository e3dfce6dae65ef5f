/** What the tests find in `env` beside history's own bindings. */

declare namespace Cloudflare {
  interface Env {
    MIGRATIONS: import('cloudflare:test').D1Migration[]
    /** Address of the demo that plays Ollama. */
    DEMO: string
    /** Miniflare's, which takes all and keeps nothing. */
    METRICS: AnalyticsEngineDataset
  }
}
