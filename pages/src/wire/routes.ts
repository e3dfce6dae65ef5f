/** Burrow's JSON routes as the page calls them, one line each. */

import type { ChatChange, PathQuery } from '../../../workers/protocol/nouns.ts'
import { ask } from './json.ts'
import { request } from './request.ts'

/** The same for every visitor. */
const plainly = { send: (path: string, init: RequestInit) => fetch(path, init) }

export const getStatus = () => ask('GET /api/status', {}, plainly)
export const getModels = () => ask('GET /api/models', {}, plainly)
export const getChats = (cursor: string | null) =>
  ask('GET /api/chats', { query: cursor === null ? {} : { cursor } })
export const getChat = (chat: string, query: PathQuery = {}) =>
  ask('GET /api/chats/:chat', { params: { chat }, query })
export const changeChat = (chat: string, change: ChatChange) =>
  ask('PATCH /api/chats/:chat', { params: { chat }, body: change })
/** It is sent though the visitor leaves the page behind it. */
export const deleteChat = (chat: string) =>
  ask('DELETE /api/chats/:chat', { params: { chat } }, { keepalive: true })
export const stopTurn = (chat: string, turn: string) =>
  ask('DELETE /api/chats/:chat/turns/:turn', { params: { chat, turn } })

export const getKeys = () => ask('GET /api/me/keys', {})
export const makeKey = (name: string) => ask('POST /api/me/keys', { body: { name } })
export const revokeKey = (key: string) => ask('DELETE /api/me/keys/:key', { params: { key } })

/** The socket on which Burrow tells what changes. */
export const feedUrl = () => location.origin.replace(/^http/, 'ws') + request('GET /api/live', {})[0]
