import {ack} from './ack.ts'
import {activate} from './activate.ts'
import {approve} from './approve.ts'
import {broadcast} from './broadcast.ts'
import {check} from './check.ts'
import {claim} from './claim.ts'
import type {Command} from './command.ts'
import {confirm} from './confirm.ts'
import {demo} from './demo.ts'
import {history} from './history.ts'
import {init} from './init.ts'
import {mergeDriver} from './merge-driver.ts'
import {propose} from './propose.ts'
import {ready} from './ready.ts'
import {reassign} from './reassign.ts'
import {release} from './release.ts'
import {selftest} from './selftest.ts'
import {status} from './status.ts'
import {sync} from './sync.ts'
import {watch} from './watch.ts'
import {whoami} from './whoami.ts'

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  init,
  claim,
  ready,
  release,
  reassign,
  status,
  check,
  history,
  confirm,
  broadcast,
  ack,
  propose,
  approve,
  activate,
  sync,
  watch,
  whoami,
  mergeDriver,
  demo,
  selftest
]
