/** What the suite finds in `env` beside what history's tests do: which seeds to run. */

declare namespace Cloudflare {
  interface Env {
    SEED: string
    BOX: DurableObjectNamespace
    SEEDS: string
    MINUTES: string
  }
}
