/** How a client loses its connection: an orderly end, a reset, or not at all and no word more. */
export type Loss = 'fin' | 'rst' | 'silence'

/** What happens to one request on its way. */
export type Fault =
  /** It passes. */
  | {readonly kind: 'none'}
  /** It is delivered and takes effect; nothing of the answer arrives, the loss comes after it. */
  | {readonly kind: 'lost-answer'; readonly by: Loss}
  /** Nothing of it is delivered; both sides lose the connection, or the client only waits. */
  | {readonly kind: 'lost-request'; readonly by: Loss}
  /** At its end the client is reset; it is delivered later. Not for what is not understood. */
  | {readonly kind: 'late'; readonly until: () => Promise<unknown>}
  /** Every piece, in both directions, arrives as many milliseconds later. */
  | {readonly kind: 'delay'; readonly ms: number}
  /** Both sides lose the connection after some bytes of it, or of the pack in it. */
  | {readonly kind: 'cut'; readonly after: number; readonly of: 'request' | 'pack'}
  /** After some bytes of it nothing passes any more, and the connection stays open. */
  | {readonly kind: 'hang'; readonly after: number}

/** Name of a fault. */
export type FaultKind = Fault['kind']

/** What a client asks, as far as it can be told when it begins. */
export interface Asked {
  /** `other`: not understood, such as ssh; the whole connection is one request. */
  readonly protocol: 'git' | 'http' | 'other'
  /** Whether it moves refs; what precedes that, to learn where they are, does not. */
  readonly isPush: boolean
  /** Its first line, or packet; empty where not understood. */
  readonly line: string
}

/** A request on its way. */
export interface Request extends Asked {
  /** From 0, over all connections of the proxy. */
  readonly index: number
  /** Pushes before it. */
  readonly pushes: number
}

/** Decides what happens to a request. */
export type Choose = (request: Request) => Fault
