import {once} from 'node:events'
import {type AddressInfo, connect, createServer} from 'node:net'
import type {TestContext} from 'node:test'
import type {Asked, Choose, Fault, FaultKind} from './proxy/fault.ts'
import {type Relay, relay} from './proxy/relay.ts'
import {host} from './servers/process.ts'

/** Between clients and a server, to do to their requests what networks do. */
export interface Proxy {
  readonly port: number
  /** The address of a server's repository, by way of this. */
  readonly url: (address: string) => string
  /** Chooses what happens to each request from now on; to those on their way it is too late. */
  readonly arm: (choose: Choose) => void
  /** Lets every request pass from now on. */
  readonly disarm: () => void
  /** How often each fault has happened: chosen is not enough. */
  readonly counts: Readonly<Record<FaultKind, number>>
  /** Waits until the server is done with all that was sent, also late, but for what hangs. */
  readonly idle: () => Promise<void>
}

const none: Fault = {kind: 'none'}

/** Faults for pushes only, from now on; after some of them, if given, no more. */
export function onPush(fault: Fault, limit: number = Number.POSITIVE_INFINITY): Choose {
  let left = limit
  return ({isPush}) => (isPush && left-- > 0 ? fault : none)
}

/** Starts a proxy for a port of this machine; it ends with the test. Nothing happens until armed. */
export async function startProxy(t: TestContext, target: number): Promise<Proxy> {
  const relays = new Set<Relay>()
  const counts: Record<FaultKind, number> = {
    none: 0,
    'lost-answer': 0,
    'lost-request': 0,
    late: 0,
    delay: 0,
    cut: 0,
    hang: 0
  }
  let choose: Choose = () => none
  const [requests, pushes] = [counter(), counter()]
  const options = {
    choose: (asked: Asked) =>
      choose({...asked, index: requests(), pushes: pushes(asked.isPush ? 1 : 0)}),
    happened: ({kind}: Fault) => {
      counts[kind]++
    }
  }

  const listener = createServer({allowHalfOpen: true, noDelay: true}, (client) => {
    const server = connect({port: target, host, allowHalfOpen: true, noDelay: true})
    const added = relay(client, server, options)
    relays.add(added)
    void added.served.then(() => relays.delete(added))
  })
  listener.listen(0, host)
  await once(listener, 'listening')
  t.after(() => {
    listener.close()
    for (const {close} of relays) close()
  })

  const {port} = listener.address() as AddressInfo
  return {
    port,
    counts,
    url: (address) => address.replace(`${host}:${target}`, `${host}:${port}`),
    arm(chosen) {
      choose = chosen
    },
    disarm() {
      choose = () => none
    },
    async idle() {
      const busy = [...relays].filter(({isHung}) => !isHung())
      await Promise.all(busy.map(async ({served}) => served))
    }
  }
}

/** Counts: how many there were before. */
function counter(): (more?: number) => number {
  let count = 0
  return (more = 1) => {
    const before = count
    count += more
    return before
  }
}
