/** The Pages worker: hands `/api/*` to the gateway and everything else to the static files. Nothing else. */

/** The bindings of the root `wrangler.toml`, and the one that every Pages project has. */
type Env = PagesEnv & { ASSETS: Fetcher }

/** The runtime of one's own machine ends at a method that it does not know, as `TRACE`, where it is asked for a file. */
const OF_FILES = new Set(['GET', 'HEAD'])

export default {
  fetch(request, env) {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/api/')) return env.GATEWAY.fetch(request)
    if (!OF_FILES.has(request.method))
      return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } })
    return env.ASSETS.fetch(request)
  },
} satisfies ExportedHandler<Env>
