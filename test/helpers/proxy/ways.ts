import type {Socket} from 'node:net'
import type {Asked, Fault, FaultKind, Loss} from './fault.ts'
import {type Piece, packStart} from './requests.ts'

/** What becomes of all that passes by during one request. */
export interface Way {
  readonly send: (piece: Piece) => void
  readonly answer: (chunk: Buffer) => void
  readonly clientEnds: () => void
  readonly serverEnds: () => void
}

/** Both ends of a connection, and the request on its way. */
export interface Passage {
  readonly client: Socket
  readonly server: Socket
  readonly asked: Asked
  /** Tells that the fault has happened. */
  readonly happened: () => void
  /** Tells so too, and lets nothing pass any more, in this request or a later one. */
  readonly close: () => void
}

/** Nothing passes. */
export const closed: Way = {
  send: () => undefined,
  answer: () => undefined,
  clientEnds: () => undefined,
  serverEnds: () => undefined
}

/** Everything passes. */
export function open({client, server}: Pick<Passage, 'client' | 'server'>): Way {
  return {
    send: ({bytes}) => server.write(bytes),
    answer: (chunk) => client.write(chunk),
    clientEnds: () => server.end(),
    serverEnds: () => client.end()
  }
}

/** Opens the way that a fault leaves. */
export function wayOf(fault: Fault, passage: Passage): Way {
  const make = ways[fault.kind] as (fault: Fault, passage: Passage) => Way
  return make(fault, passage)
}

type Of<K extends FaultKind> = Extract<Fault, {readonly kind: K}>

const ways: {readonly [K in FaultKind]: (fault: Of<K>, passage: Passage) => Way} = {
  none(_fault, passage) {
    passage.happened()
    return open(passage)
  },

  delay({ms}, passage) {
    passage.happened()
    const way = open(passage)
    const later = (act: () => void) => setTimeout(act, ms).unref()
    return {
      send: (piece) => later(() => way.send(piece)),
      answer: (chunk) => later(() => way.answer(chunk)),
      clientEnds: () => later(way.clientEnds),
      serverEnds: () => later(way.serverEnds)
    }
  },

  'lost-request': ({by}, passage) => ({...closed, send: () => part(passage, by)}),

  'lost-answer'({by}, passage) {
    const {asked, server} = passage
    // What ends with its answer has taken effect by then; of others the first word must do.
    const hasEnd = asked.isPush || asked.protocol === 'http'
    return {
      send: (piece) => server.write(withLastAnswer(piece)),
      answer: () => hasEnd || part(passage, by),
      clientEnds: () => undefined,
      serverEnds: () => part(passage, by)
    }
  },

  late({until}, passage) {
    const pieces: Buffer[] = []
    const deliver = async () => {
      passage.client.resetAndDestroy()
      await until()
      passage.close()
      passage.server.write(Buffer.concat(pieces))
    }
    return {
      ...closed,
      send(piece) {
        pieces.push(withLastAnswer(piece))
        if (piece.isEnd) void deliver()
      }
    }
  },

  cut({after, of}, passage) {
    const isFull = filter(passage, (request) => {
      const start = of === 'pack' ? packStart(request) : 0
      return start === undefined ? Number.POSITIVE_INFINITY : start + after
    })
    return {...open(passage), send: (piece) => isFull(piece) && part(passage, 'rst')}
  },

  hang({after}, passage) {
    const isFull = filter(passage, () => after)
    return {...open(passage), send: (piece) => isFull(piece) && passage.close()}
  }
}

/** Lets a request pass up to a limit; says whether it is reached. */
function filter(
  {server}: Passage,
  limitOf: (request: Buffer) => number
): (piece: Piece) => boolean {
  let before: Buffer = Buffer.alloc(0)
  return ({bytes}) => {
    const request = Buffer.concat([before, bytes])
    const left = Math.max(0, limitOf(request) - before.length)
    before = request
    server.write(bytes.subarray(0, left))
    return left <= bytes.length
  }
}

/** Takes the connection from both sides; from the client in the way that is asked for. */
function part(passage: Passage, by: Loss): void {
  passage.close()
  if (by === 'rst') passage.client.resetAndDestroy()
  if (by === 'fin') passage.client.end()
  passage.server.end()
}

/** Lets the server end the connection with its answer, which `git://` does by itself. */
function withLastAnswer({bytes, begins}: Piece): Buffer {
  if (begins?.protocol !== 'http') return bytes
  return Buffer.concat([bytes.subarray(0, -2), Buffer.from('Connection: close\r\n\r\n')])
}
