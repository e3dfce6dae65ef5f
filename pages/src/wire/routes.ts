/** Burrow's JSON routes, one line each. */

import type {
  ChatChange,
  ChatPage,
  ChatSummary,
  ModelList,
  OpenChat,
  PathQuery,
  Status,
} from '../../../workers/protocol/nouns.ts'
import { ask, json } from './json.ts'

/** The same for every visitor. */
const plainly = (path: string, init: RequestInit) => fetch(path, init)

const chatPath = (chat: string) => `/api/chats/${encodeURIComponent(chat)}`

export const getStatus = () => ask<Status>('/api/status', {}, plainly)
export const getModels = () => ask<ModelList>('/api/models', {}, plainly)
export const getChats = (cursor: string | null) =>
  ask<ChatPage>(cursor === null ? '/api/chats' : `/api/chats?cursor=${encodeURIComponent(cursor)}`)
export const getChat = (chat: string, query: PathQuery = {}) => {
  const which = new URLSearchParams({ ...query }).toString()
  return ask<OpenChat>(which ? `${chatPath(chat)}?${which}` : chatPath(chat))
}
export const changeChat = (chat: string, change: ChatChange) =>
  ask<ChatSummary>(chatPath(chat), json('PATCH', change))
/** The socket on which Burrow tells what changes. */
export const feedUrl = () => `${location.origin.replace(/^http/, 'ws')}/api/live`
/** `keepalive`: the request outlives the page, for a deletion that the visitor leaves behind. */
export const deleteChat = (chat: string) => ask<void>(chatPath(chat), { method: 'DELETE', keepalive: true })
export const stopTurn = (chat: string, turn: string) => ask<void>(turnPath(chat, turn), { method: 'DELETE' })

export const turnsPath = (chat: string) => `${chatPath(chat)}/turns`
export const turnPath = (chat: string, turn: string) => `${turnsPath(chat)}/${encodeURIComponent(turn)}`
