/** Turnstile's frame: what it finds is told to Burrow by the frame itself, and to this page in one word. */

import { useEffect, useRef, useState } from 'preact/hooks'

type Word = 'passed' | 'refused' | 'failed'

const WORDS: Record<Exclude<Word, 'passed'>, string> = {
  refused: 'Burrow could not make sure of it. Try it again.',
  failed: 'What finds that out could not be loaded. Something in your browser or network may block it.',
}

export function Pass({ passed }: { passed(): void }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  useEffect(() => {
    const hear = ({ origin, source, data }: MessageEvent<{ pass?: Word } | null>) => {
      if (origin !== location.origin || source !== frame.current?.contentWindow) return
      const word = data?.pass
      if (word === 'passed') passed()
      else if (word) setTrouble(WORDS[word])
    }
    addEventListener('message', hear)
    return () => removeEventListener('message', hear)
  }, [passed])
  return (
    <>
      <iframe ref={frame} class="pass" src="/pass" title="Are you a person?" />
      {trouble && <p class="small">{trouble}</p>}
    </>
  )
}
