/** Builds the page into `pages/dist`: the first screen into its HTML, and the worker beside it. */

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { defineConfig, runnerImport, transformWithOxc, type Plugin } from 'vite'
import { versionOf } from '../scripts/version.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
/** `development: false`: else a page that is built under a test, where `NODE_ENV` is `test`, tells the paths of its sources. */
const oxc = { jsx: { runtime: 'automatic', importSource: 'preact', development: false } } as const

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

/** The page says which Burrow it is of, to whoever looks: the build itself, and the doctor. */
function version(): Plugin {
  return {
    name: 'burrow:version',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { name: 'version', content: versionOf('page') }, injectTo: 'head' },
    ],
  }
}

/** What draws an answer is fetched beside the first screen: a chat that is opened by its address needs both. */
const SOON = [here('src/markdown/index.ts'), here('src/markdown/schedule.ts')]

/** Names it in the page's head, with whatever of its own it is made of. */
function preloadSoon(): Plugin {
  return {
    name: 'burrow:preload-soon',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {}, chunk: entry }) {
        const known = new Set(entry ? [entry.fileName, ...entry.imports] : [])
        const chunks = Object.values(bundle).filter(each => each.type === 'chunk')
        const soon = chunks.filter(({ moduleIds }) => moduleIds.some(id => SOON.includes(id)))
        const files = new Set(soon.flatMap(({ fileName, imports }) => [fileName, ...imports]))
        return [...files]
          .filter(file => !known.has(file))
          .map(file => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', href: `/${file}`, crossorigin: true, fetchpriority: 'low' },
            injectTo: 'head' as const,
          }))
      },
    },
  }
}

/** Chromium remembers for good that a module did not come: whoever asks again must ask for it under another name. */
const AGAIN =
  'const lost$={};function again$(load,name){const n=lost$[name]??0;return load(n?`${name}?${n}`:name)' +
  '.catch(error=>{lost$[name]=n+1;throw error})}'

/** Code that is fetched late and was lost on the way can be fetched again. */
function lateCode(): Plugin {
  return {
    name: 'burrow:late-code',
    apply: 'build',
    generateBundle: {
      // Vite itself looks for these imports before.
      order: 'post',
      handler(_, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk' || chunk.dynamicImports.length === 0) continue
          const late = chunk.code.replace(
            /\bimport\(([`"']\.\/[\w.-]+[`"'])\)/g,
            'again$$(url=>import(url),$1)'
          )
          chunk.code = AGAIN + late
        }
      },
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
  plugins: [firstScreen(), version(), preloadSoon(), lateCode(), pagesWorker()],
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
