/**
 * What `GET /api/live` says: a WebSocket on which each message is one of these as JSON. They tell how something stands
 * now, so hearing one twice is harmless. A page may send `ping` and is sent `pong`; that wakes nobody at Burrow.
 */

import type { ChatSummary, MessageStatus } from './nouns.ts'

export type FeedEvent =
  /** A turn began (`running`) or ended. The chat's title is that of its beginning: `renamed` has a newer one. */
  | { type: 'turn'; chat: ChatSummary; turn: string; status: MessageStatus }
  | { type: 'renamed'; id: string; title: string }
  | { type: 'deleted'; id: string }
  /** The box was away, and is back: turns that wait for it, and have no stream, stand in the queue again. */
  | { type: 'back' }
  /** Chats have come from another device of the visitor's: the list is to be fetched anew. */
  | { type: 'came' }
  /** All that was the visitor's has been deleted: they are nobody here any more. It is told once, to whoever listens then. */
  | { type: 'forgotten' }

export const PING = 'ping'
export const PONG = 'pong'
