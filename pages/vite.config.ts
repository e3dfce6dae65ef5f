/** Builds the page into `pages/dist`: the first screen into its HTML, and the worker beside it. */

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { defineConfig, runnerImport, transformWithOxc, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const oxc = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const

/** Draws the first screen where `index.html` has its mark. */
function firstScreen(): Plugin {
  return {
    name: 'burrow:first-screen',
    async transformIndexHtml(html) {
      const { module } = await runnerImport<{ prerender(): string }>(here('src/early/prerender.tsx'), {
        configFile: false,
        oxc,
      })
      return html.replace('<!--prerendered-->', () => module.prerender())
    },
  }
}

/** `worker.ts` imports nothing, so taking its types away makes it the worker. */
function pagesWorker(): Plugin {
  return {
    name: 'burrow:worker',
    apply: 'build',
    async generateBundle() {
      const path = here('worker.ts')
      const { code } = await transformWithOxc(await readFile(path, 'utf8'), path)
      this.emitFile({ type: 'asset', fileName: '_worker.js', source: code })
    },
  }
}

export default defineConfig({
  root: here('.'),
  oxc,
  plugins: [firstScreen(), pagesWorker()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2024',
    // Those that have `:dir()`: for older ones it would be rewritten to a list of languages, which nothing here names.
    cssTarget: ['chrome120', 'firefox121', 'safari17'],
    // Inlined files would be data: URLs, which the policy allows for images only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
