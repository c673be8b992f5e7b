import type {Socket} from 'node:net'
import type {Asked, Fault} from './fault.ts'
import {requestReader} from './requests.ts'
import {type Way, closed, open, wayOf} from './ways.ts'

/** What a relay asks, and tells. */
export interface RelayOptions {
  readonly choose: (asked: Asked) => Fault
  /** Told when a fault has happened, not when it was only meant to. */
  readonly happened: (fault: Fault) => void
}

/** A client's connection, joined to one of the server's. */
export interface Relay {
  /** When the server is done with it. */
  readonly served: Promise<void>
  /** Whether it stays open for ever. */
  readonly isHung: () => boolean
  readonly close: () => void
}

/** Joins a client to a server, with the faults that are chosen for its requests. */
export function relay(client: Socket, server: Socket, options: RelayOptions): Relay {
  const read = requestReader()
  let way: Way = open({client, server})
  let isHung = false

  const begin = (asked: Asked) => {
    if (way === closed) return
    const fault = options.choose(asked)
    const happened = () => {
      options.happened(fault)
    }
    const close = () => {
      way = closed
      isHung = fault.kind === 'hang'
      happened()
    }
    way = wayOf(fault, {client, server, asked, happened, close})
  }

  client.on('data', (chunk: Buffer) => {
    for (const piece of read(chunk)) {
      if (piece.begins) begin(piece.begins)
      way.send(piece)
    }
  })
  server.on('data', (chunk: Buffer) => {
    way.answer(chunk)
  })
  server.on('end', () => {
    server.end()
    way.serverEnds()
  })
  client.on('end', () => {
    way.clientEnds()
  })
  client.on('close', () => {
    way.clientEnds()
  })
  // What breaks by itself is broken for the other side as well: `close` follows.
  client.on('error', () => undefined)
  server.on('error', () => undefined)
  const served = new Promise<void>((resolve) => {
    server.on('close', () => {
      way.serverEnds()
      resolve()
    })
  })

  return {
    served,
    isHung: () => isHung,
    close() {
      client.destroy()
      server.destroy()
    }
  }
}
