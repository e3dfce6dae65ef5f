/** The Pages worker: hands `/api/*` to the gateway and everything else to the static files. Nothing else. */

/** The bindings of the root `wrangler.toml`, and the one that every Pages project has. */
type Env = PagesEnv & { ASSETS: Fetcher }

/**
 * A file is read. On one's own machine the runtime ends at a method that it does not know, as `TRACE`, and others wait for
 * their files for ever where somebody would have a socket, as any site's page may.
 */
const reads = ({ method, headers }: Request): boolean =>
  (method === 'GET' || method === 'HEAD') && headers.get('Upgrade')?.toLowerCase() !== 'websocket'

export default {
  fetch(request, env) {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/api/')) return env.GATEWAY.fetch(request)
    return reads(request) ? env.ASSETS.fetch(request) : new Response(null, { status: 405 })
  },
} satisfies ExportedHandler<Env>
