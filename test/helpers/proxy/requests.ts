import {createHash} from 'node:crypto'
import type {Asked} from './fault.ts'

/** A piece of what a client sends: never of two requests. */
export interface Piece {
  readonly bytes: Buffer
  /** The request that begins with it. */
  readonly begins?: Asked
  /** Whether the request is complete with it. */
  readonly isEnd: boolean
}

/** Takes pieces off the front of what has arrived. */
type Take = (arrived: Buffer) => Taken | undefined

interface Taken {
  readonly piece: Piece
  /** How what follows is taken. */
  readonly next: Take
}

/** Cuts what a client sends into requests: its pieces, as they arrive. */
export function requestReader(): (chunk: Buffer) => readonly Piece[] {
  let arrived: Buffer = Buffer.alloc(0)
  let take: Take = takeFirst
  return (chunk) => {
    const pieces: Piece[] = []
    arrived = Buffer.concat([arrived, chunk])
    for (let taken = take(arrived); taken; taken = take(arrived)) {
      pieces.push(taken.piece)
      arrived = arrived.subarray(taken.piece.bytes.length)
      take = taken.next
    }

    return pieces
  }
}

/** Where the pack begins in a push, or in what has arrived of one; none before it does. */
export function packStart(request: Buffer): number | undefined {
  const found = request.indexOf('0000PACK\0\0\0\u0002')
  return found === -1 ? undefined : found + 4
}

const takeFirst: Take = (arrived) => {
  if (arrived.length < 8) return undefined
  const start = arrived.toString('latin1', 0, 8)
  if (/^[0-9a-f]{4}git-/u.test(start)) return takeOpening(arrived)
  if (/^(?:GET|POST|HEAD) /u.test(start)) return takeHeader(arrived)
  const begins = {protocol: 'other', isPush: false, line: ''} as const
  return {piece: {bytes: arrived, begins, isEnd: false}, next: takeAll}
}

const takeAll: Take = (arrived) =>
  arrived.length === 0 ? undefined : {piece: {bytes: arrived, isEnd: false}, next: takeAll}

/** The packet of `git://` that names the service and the repository. */
const takeOpening: Take = (arrived) => {
  const length = Number.parseInt(arrived.toString('latin1', 0, 4), 16)
  if (arrived.length < length) return undefined
  const [bytes, line] = [arrived.subarray(0, length), arrived.toString('utf8', 4, length)]
  const begins = {protocol: 'git', isPush: false, line} as const
  const next = line.startsWith('git-receive-pack') ? takeCommands : takeAll
  return {piece: {bytes, begins, isEnd: true}, next}
}

/** What follows once the client knows the refs of the other side: a push, or its farewell. */
const takeCommands: Take = (arrived) => {
  if (arrived.length < 4) return undefined
  if (arrived.toString('latin1', 0, 4) === '0000') return takeAll(arrived)
  const line = arrived.toString('utf8', 4).split('\0', 1)[0] ?? ''
  return takePush(arrived, {protocol: 'git', isPush: true, line}, Buffer.alloc(0))
}

function takePush(arrived: Buffer, begins: Asked | undefined, before: Buffer): Taken | undefined {
  if (arrived.length === 0) return undefined
  const request = Buffer.concat([before, arrived])
  return {
    piece: {bytes: arrived, ...(begins && {begins}), isEnd: isWhole(request)},
    next: (more) => takePush(more, undefined, request)
  }
}

/** Whether a push has its pack to the checksum, or deletes only, which takes none. */
function isWhole(request: Buffer): boolean {
  const start = packStart(request)
  if (start === undefined) {
    const updates = request.toString('latin1').match(/[0-9a-f]{40} [0-9a-f]{40} refs/gu) ?? []
    return request.toString('latin1').endsWith('0000') && updates.every(isDeletion)
  }

  const end = request.length - 20
  const sum = createHash('sha1').update(request.subarray(start, Math.max(start, end)))
  return sum.digest().equals(request.subarray(end))
}

function isDeletion(update: string): boolean {
  return / 0{40} refs$/u.test(update)
}

/** A header of HTTP; its body follows. */
const takeHeader: Take = (arrived) => {
  const end = arrived.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const bytes = arrived.subarray(0, end + 4)
  const header = bytes.toString('latin1')
  const line = header.split('\r\n', 1)[0] ?? ''
  const length = /^transfer-encoding: chunked/imu.test(header)
    ? undefined
    : Number(/^content-length: (\d+)/imu.exec(header)?.[1] ?? 0)
  // Before a large push git sends a flush packet alone, to try its credentials.
  const isPush = /^POST \S*\/git-receive-pack /u.test(line) && length !== 4
  const begins = {protocol: 'http', isPush, line} as const
  const next: Take = length === 0 ? takeHeader : (body) => takeBody(body, length)
  return {piece: {bytes, begins, isEnd: length === 0}, next}
}

/** @param length - bytes that are left; `undefined`: up to the chunk of none. */
function takeBody(arrived: Buffer, length: number | undefined): Taken | undefined {
  if (arrived.length === 0) return undefined
  const bytes = arrived.subarray(0, length)
  const isEnd =
    length === undefined
      ? bytes.subarray(-5).toString('latin1') === '0\r\n\r\n'
      : bytes.length === length
  const left = length === undefined ? undefined : length - bytes.length
  return {piece: {bytes, isEnd}, next: isEnd ? takeHeader : (body) => takeBody(body, left)}
}
