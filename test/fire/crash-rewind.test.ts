import assert from 'node:assert/strict'
import {test} from 'node:test'
import {judge} from '../../src/core/trial/judge.ts'
import {randomFrom} from '../../src/core/trial/random.ts'
import type {Clone} from '../../src/shell/selftest/field.ts'
import type {Recorder} from '../../src/shell/selftest/recorder.ts'
import {type Administrator, makeAdministrator, ways} from '../helpers/administrator.ts'
import {type Bed, checkWhole, makeBed, tell} from '../helpers/crash.ts'
import {amount, replay, seed} from '../helpers/fire.ts'
import {movesFromReflog} from '../helpers/reflog.ts'
import {cloneOf, makeWorld} from '../helpers/repository.ts'
import {recordIn, settle} from '../helpers/trial.ts'

const again = replay('test/fire/crash-rewind.test.ts')
const random = randomFrom(seed)
const claimers = amount({short: 2, long: 8})
const rounds = amount({short: 1, long: 8})

interface Arena extends Bed {
  readonly recorder: Recorder
  readonly administrator: Administrator
}

/** Claims and gives back; what it held may be gone by then. */
async function play({recorder}: Arena, seat: Clone, number: number | undefined): Promise<void> {
  const claimed = await recorder.perform(seat, {action: 'claim', number})
  await settle(recorder, seat, claimed)
  const released = await recorder.perform(seat, {action: 'release', number: undefined})
  await settle(recorder, seat, released)
}

test(`${claimers} claimers, and somebody who moves the branch back`, async (t) => {
  const world = await makeWorld(t)
  const bed = await makeBed(world, false, claimers)
  const {repository} = bed.place
  const administrator = await makeAdministrator(world, bed.place, bed.clone)
  const arena: Arena = {...bed, administrator, recorder: recordIn(world)}
  const seats = await Promise.all(
    Array.from({length: claimers}, async (_, index) => {
      const session = `s${index + 1}`
      return {session, directory: await cloneOf(world, repository, world.path(session))}
    })
  )

  const over = new AbortController()
  const rewinding = (async () => {
    for (let turn = Math.floor(random() * ways.length); !over.signal.aborted;) {
      const way = ways[turn % ways.length]
      if (way && (await administrator.rewind(way))) turn++
    }
  })()
  try {
    for (let round = 0; round < rounds; round++) {
      const contested = round % 2 === 0 ? undefined : (round % claimers) + 1
      await Promise.all(seats.map(async (seat) => play(arena, seat, contested)))
    }
  } finally {
    over.abort()
    await rewinding
  }

  await check(arena)
  const count = administrator.operations.length
  assert.ok(count > 0, again)
  tell(t, [arena.recorder], `${count} times moved back; ${again}`)
})

async function check({world, place, recorder, administrator}: Arena): Promise<void> {
  const {operations: rewound, earlier} = administrator
  const rewinds = rewound.map(({id}) => id)
  const moves = await movesFromReflog(world, {...place, earlier, rewinds})
  const operations = [...recorder.recorded, ...rewound]
  const broken = judge(operations, moves, {isFaulty: true})
  const log = JSON.stringify({operations, moves}, null, 1)
  assert.deepEqual(broken, [], `${again}\n${place.repository}\n${log}`)
  assert.equal(moves.filter(({removed}) => removed).length, rewinds.length, again)
  await checkWhole(world, place.repository, again)
}
