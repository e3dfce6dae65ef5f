/** Copies a text as it was written, not as it was drawn, and says so for two seconds. */

import { useState } from 'preact/hooks'
import { copyText } from './copy-text.ts'
import { IconButton } from './icon-button.tsx'

const SAID_MS = 2_000

export function CopyButton({ text }: { text: () => string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    if (!(await copyText(text()))) return
    setCopied(true)
    setTimeout(() => setCopied(false), SAID_MS)
  }
  return (
    <>
      {copied && (
        <span class="small soft" role="status">
          Copied
        </span>
      )}
      <IconButton icon="copy" label="Copy" onClick={() => void copy()} />
    </>
  )
}
