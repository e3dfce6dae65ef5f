/** A pretended team of Access at an address of this machine. */

import { createServer } from 'node:http'
import { Team } from '../workers/gateway/testing/access.ts'
import { addressOf } from './tap.ts'

export async function startTeam(): Promise<{ team: Team; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const reply = team.answer(request.url ?? '')
    response.writeHead(reply.status, { 'content-type': 'application/json' })
    void reply.text().then(text => response.end(text))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const team = new Team(`http://127.0.0.1:${addressOf(server).port}`)
  await team.rotate()
  return { team, close: () => new Promise(resolve => server.close(() => resolve())) }
}
