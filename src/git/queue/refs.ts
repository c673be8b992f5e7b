import {type Ref, ownRefs} from '../refs.ts'
import type {Waiting} from './request.ts'

/** Folder of the requests beside a branch, on the remote. */
export function queueFolder(branch: string): string {
  return `${ownRefs}queue/${branch}`
}

/** Refspec that fetches all requests beside a branch into a folder of this process. */
export function queueRefspec(branch: string, folder: string): string {
  return `+${queueFolder(branch)}/*:${folder}/*`
}

/** Requests that were fetched into a folder, the oldest first. */
export function waitingOf(refs: readonly Ref[], folder: string): readonly Waiting[] {
  return refs
    .flatMap(({name, oid, parents}) => {
      const id = name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : ''
      return /^\d{13}-[0-9a-f-]{36}$/u.test(id) ? [{id, oid, isWithdrawn: parents !== ''}] : []
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
