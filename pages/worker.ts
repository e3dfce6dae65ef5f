/** The Pages worker: hands `/api/*` to the gateway and everything else to the static files. Nothing else. */

/** The bindings of the root `wrangler.toml`, and the one that every Pages project has. */
type Env = PagesEnv & { ASSETS: Fetcher }

export default {
  fetch(request, env) {
    const { pathname } = new URL(request.url)
    return pathname.startsWith('/api/') ? env.GATEWAY.fetch(request) : env.ASSETS.fetch(request)
  },
} satisfies ExportedHandler<Env>
