/** How a document is read for what it tells to type. */

import { it } from 'vitest'
import { mentionsIn } from './mentions.ts'

it('what a document tells to type is found wherever it stands', ({ expect }) => {
  const document = [
    '```sh',
    'A=b npm start   # a remark',
    'curl \\\n  -d "two',
    'lines"',
    '```',
    '',
    '| `npm run x` | `-- part` of it, `--flag VALUE` |',
    '| --- | --- |',
    '| `npm run y --` | `--other` |',
    '',
    '- Nothing in `code` alone, nor in',
    '',
    '```toml',
    'npm = "run z"',
    '```',
  ].join('\n')
  expect(mentionsIn(document)).toEqual({
    commands: ['A=b npm start', 'curl -d "two\nlines"', 'npm run x', 'npm run x -- part', 'npm run y'],
    flags: [
      { flag: '--flag VALUE', of: 'npm run x -- part' },
      { flag: '--other', of: 'npm run y' },
    ],
  })
})
