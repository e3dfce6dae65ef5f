/** Ollama's check of Host and Origin, which keeps foreign web pages away from a listener on loopback. */

import type { IncomingHttpHeaders } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { hostname } from 'node:os'

const near = new BlockList()
near.addSubnet('127.0.0.0', 8)
near.addSubnet('10.0.0.0', 8)
near.addSubnet('172.16.0.0', 12)
near.addSubnet('192.168.0.0', 16)
near.addAddress('0.0.0.0')
near.addAddress('::1', 'ipv6')
near.addAddress('::', 'ipv6')
near.addSubnet('fc00::', 7, 'ipv6')

const APP_SCHEMES = /^(app|file|tauri|vscode-webview|vscode-file|(chrome|moz|safari-web)-extension):\/\//
const LOCAL_ORIGIN = /^https?:\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0)(:\d+)?$/

/** False means 403 with an empty body. */
export function mayEnter({ host = '', origin }: IncomingHttpHeaders): boolean {
  return hostIsNear(host) && (origin === undefined || originIsNear(origin, host))
}

function hostIsNear(host: string): boolean {
  const name = host
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
    .toLowerCase()
  const version = isIP(name)
  if (version) return near.check(name, version === 6 ? 'ipv6' : 'ipv4')
  return (
    ['', 'localhost', hostname().toLowerCase()].includes(name) || /\.(localhost|local|internal)$/.test(name)
  )
}

function originIsNear(origin: string, host: string): boolean {
  return APP_SCHEMES.test(origin) || LOCAL_ORIGIN.test(origin) || URL.parse(origin)?.host === host
}
