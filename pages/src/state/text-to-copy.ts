/** What Copy gives of a message: its text as it was written, without the empty lines that some models begin with. */

import type { Message } from '../../../workers/protocol/nouns.ts'

export const textToCopy = ({ text }: Message): string => text.replace(/^(?:[^\S\n]*\n)+/, '')
