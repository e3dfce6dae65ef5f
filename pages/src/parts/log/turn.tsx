/** A question and the answer to it. */

import type { Chat } from '../../state/chat.ts'
import type { Step } from '../../state/tree.ts'
import { Answer } from './answer.tsx'
import { EditQuestion } from './edit-question.tsx'
import { Question } from './question.tsx'

interface Props {
  chat: Chat
  question: Step
  answer: Step | null
}

export function Turn({ chat, question, answer }: Props) {
  const editing = chat.editing.value?.question === question.message.id
  return (
    <div class="turn">
      <article aria-label="You">
        <h2 class="unseen">You</h2>
        {editing ? <EditQuestion chat={chat} step={question} /> : <Question chat={chat} step={question} />}
      </article>
      {answer && <Answer key={answer.message.id} chat={chat} question={question.message} step={answer} />}
    </div>
  )
}
