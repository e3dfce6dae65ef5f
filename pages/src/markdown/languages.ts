/** The languages that code blocks name: what each is called, and the grammar that colours it, if there is one. */

/** The package types its own grammars too loosely for its tokenizer; `highlight.ts` vouches for them. */
export type Grammar = () => Promise<{ default: unknown }>

/** Each its own small chunk, fetched when the first block in that language is complete. */
const bash: Grammar = () => import('@speed-highlight/core/languages/bash.js')
const c: Grammar = () => import('@speed-highlight/core/languages/c.js')
const css: Grammar = () => import('@speed-highlight/core/languages/css.js')
const diff: Grammar = () => import('@speed-highlight/core/languages/diff.js')
const docker: Grammar = () => import('@speed-highlight/core/languages/docker.js')
const go: Grammar = () => import('@speed-highlight/core/languages/go.js')
const html: Grammar = () => import('@speed-highlight/core/languages/html.js')
const ini: Grammar = () => import('@speed-highlight/core/languages/ini.js')
const java: Grammar = () => import('@speed-highlight/core/languages/java.js')
const js: Grammar = () => import('@speed-highlight/core/languages/js.js')
const json: Grammar = () => import('@speed-highlight/core/languages/json.js')
const lua: Grammar = () => import('@speed-highlight/core/languages/lua.js')
const make: Grammar = () => import('@speed-highlight/core/languages/make.js')
const perl: Grammar = () => import('@speed-highlight/core/languages/pl.js')
const py: Grammar = () => import('@speed-highlight/core/languages/py.js')
const rust: Grammar = () => import('@speed-highlight/core/languages/rs.js')
const sql: Grammar = () => import('@speed-highlight/core/languages/sql.js')
const toml: Grammar = () => import('@speed-highlight/core/languages/toml.js')
const ts: Grammar = () => import('@speed-highlight/core/languages/ts.js')
const xml: Grammar = () => import('@speed-highlight/core/languages/xml.js')
const yaml: Grammar = () => import('@speed-highlight/core/languages/yaml.js')

interface Language {
  name: string
  grammar?: Grammar
}

/** Name, grammar, and what models write for it. A near relative's grammar will do for keywords and strings. */
const LANGUAGES: [name: string, tags: string, grammar?: Grammar][] = [
  ['Bash', 'bash', bash],
  ['C', 'c h', c],
  ['C#', 'csharp cs c#', java],
  ['C++', 'cpp c++ cc cxx hpp', c],
  ['CSS', 'css', css],
  ['Dart', 'dart', java],
  ['Diff', 'diff patch', diff],
  ['Dockerfile', 'dockerfile docker', docker],
  ['Go', 'go golang', go],
  ['HTML', 'html htm', html],
  ['INI', 'ini conf cfg env dotenv', ini],
  ['Java', 'java', java],
  ['JavaScript', 'javascript js mjs cjs node', js],
  ['JSON', 'json jsonc json5 jsonl', json],
  ['JSX', 'jsx', js],
  ['Kotlin', 'kotlin kt'],
  ['Lua', 'lua', lua],
  ['Makefile', 'makefile make', make],
  ['Markdown', 'markdown md'],
  ['Perl', 'perl pl', perl],
  ['PHP', 'php'],
  ['PowerShell', 'powershell ps1 pwsh'],
  ['Python', 'python py python3 py3', py],
  ['R', 'r'],
  ['Ruby', 'ruby rb'],
  ['Rust', 'rust rs', rust],
  ['SCSS', 'scss sass less', css],
  ['Shell', 'shell sh zsh console shellsession', bash],
  ['SQL', 'sql sqlite postgresql postgres mysql', sql],
  ['Svelte', 'svelte', html],
  ['Swift', 'swift'],
  ['Text', 'text txt plaintext plain'],
  ['TOML', 'toml', toml],
  ['TSX', 'tsx', ts],
  ['TypeScript', 'typescript ts mts cts', ts],
  ['Vue', 'vue', html],
  ['XML', 'xml svg', xml],
  ['YAML', 'yaml yml', yaml],
]

const byTag = new Map<string, Language>()
for (const [name, tags, grammar] of LANGUAGES) {
  for (const tag of tags.split(' ')) byTag.set(tag, grammar ? { name, grammar } : { name })
}

/** An unknown language keeps the name it was given and stays plain; none is ever guessed. */
export const language = (tag: string): Language => byTag.get(tag.toLowerCase()) ?? { name: tag }
