/**
 * The Durable Object of the whole deployment that owns what is known of the hosts: the platform's handlers and nothing
 * else. While nobody asks it sleeps, also while answers flow and while a queue stands still: its sockets hibernate.
 */

import { DurableObject } from 'cloudflare:workers'
import { WATCHERS } from '../../protocol/limits.ts'
import { aroundOf, ENDED, HOLDS, refuseSocket, watcherOf } from './sockets.ts'
import { Notices } from '../telling/notices.ts'
import { Desk } from './desk.ts'
import type { OwnerDesk } from './owner/owner-desk.ts'
import type { People } from './owner/people.ts'

type Given<Name extends Exclude<keyof Desk, 'owner' | 'people'>> = Parameters<Desk[Name]>

export class Box extends DurableObject<GatewayEnv> {
  #made: Desk | null = null
  #noticed: Notices | null = null

  /** A wrong setting is the first caller's to hear, not the constructor's to throw. */
  get #desk(): Desk {
    return (this.#made ??= new Desk(this.env, this.ctx.storage.kv, aroundOf(this.ctx, this.env)))
  }

  get #notices(): Notices {
    return (this.#noticed ??= new Notices(this.ctx.storage.kv, this.#desk.outlook))
  }

  admit(...given: Given<'admit'>) {
    return this.#desk.admit(...given)
  }

  enter(...given: Given<'enter'>) {
    return this.#desk.enter(...given)
  }

  leave(...given: Given<'leave'>) {
    this.#desk.leave(...given)
  }

  look(...given: Given<'look'>) {
    return this.#desk.look(...given)
  }

  answered(...given: Given<'answered'>) {
    this.#desk.answered(...given)
  }

  gone(...given: Given<'gone'>) {
    return this.#desk.gone(...given)
  }

  contextNow(...given: Given<'contextNow'>) {
    return this.#desk.contextNow(...given)
  }

  noteContinues(...given: Given<'noteContinues'>) {
    this.#desk.noteContinues(...given)
  }

  doubt(...given: Given<'doubt'>) {
    this.#desk.doubt(...given)
  }

  failed(...given: Given<'failed'>) {
    this.#desk.failed(...given)
  }

  report(...given: Given<'report'>) {
    this.#desk.report(...given)
  }

  comes(...given: Given<'comes'>) {
    return this.#desk.comes(...given)
  }

  allowance(...given: Given<'allowance'>) {
    return this.#desk.allowance(...given)
  }

  chatsOf(...given: Given<'chatsOf'>) {
    return this.#desk.chatsOf(...given)
  }

  handOver(...given: Given<'handOver'>) {
    this.#desk.handOver(...given)
  }

  models(...given: Given<'models'>) {
    return this.#desk.models(...given)
  }

  now(...given: Given<'now'>) {
    return this.#desk.now(...given)
  }

  health(...given: Given<'health'>) {
    return this.#desk.health(...given)
  }

  isEnrolled(...given: Parameters<OwnerDesk['isEnrolled']>) {
    return this.#desk.owner.isEnrolled(...given)
  }

  enrol(...given: Parameters<OwnerDesk['enrol']>) {
    return this.#desk.owner.enrol(...given)
  }

  strike(...given: Parameters<OwnerDesk['strike']>) {
    this.#desk.owner.strike(...given)
  }

  ownerView(...given: Parameters<OwnerDesk['ownerView']>) {
    return this.#desk.owner.ownerView(...given)
  }

  change(...given: Parameters<OwnerDesk['change']>) {
    return this.#desk.owner.change(...given)
  }

  endTurn(...given: Parameters<People['endTurn']>) {
    return this.#desk.people.endTurn(...given)
  }

  block(...given: Parameters<People['block']>) {
    return this.#desk.people.block(...given)
  }

  unblock(...given: Parameters<People['unblock']>) {
    return this.#desk.people.unblock(...given)
  }

  whose(...given: Parameters<People['whose']>) {
    return this.#desk.people.whose(...given)
  }

  erased(...given: Parameters<People['erased']>) {
    this.#desk.people.erased(...given)
  }

  counted(...given: Parameters<Notices['counted']>) {
    this.#notices.counted(...given)
  }

  round(...given: Parameters<Notices['round']>) {
    return this.#notices.round(...given)
  }

  told(...given: Parameters<Notices['told']>) {
    this.#notices.told(...given)
  }

  /** A WebSocket on which `/<turn>` is told its place until it moves on; `/<turn>/held` is a program's, and holds the turn. */
  override fetch(request: Request): Response {
    const [turn = '', holds] = new URL(request.url).pathname.slice(1).split('/')
    if (this.ctx.getWebSockets(turn).length >= WATCHERS) return new Response(null, { status: 429 })
    const { 0: theirs, 1: ours } = new WebSocketPair()
    this.ctx.acceptWebSocket(ours, holds === undefined ? [turn] : [turn, HOLDS])
    if (holds !== undefined) this.#desk.held(turn)
    else if (this.#desk.waits(turn)) this.#desk.watched()
    else watcherOf(ours, turn).moved()
    return new Response(null, { status: 101, webSocket: theirs })
  }

  override alarm(): Promise<void> {
    return this.#desk.wake()
  }

  override webSocketMessage(socket: WebSocket): void {
    // Nobody has anything to say here.
    refuseSocket(socket)
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    socket.close()
    this.#letGo(socket, code !== ENDED)
  }

  override webSocketError(socket: WebSocket): void {
    this.#letGo(socket, true)
  }

  #letGo(socket: WebSocket, broke: boolean): void {
    const [turn, holds] = this.ctx.getTags(socket)
    if (turn !== undefined && holds === HOLDS) this.#desk.unheld(turn, broke)
  }
}
