import {parentPort, workerData} from 'node:worker_threads'
import {type Search, search} from './search.ts'

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
void search(workerData as Search).then((found) => parentPort?.postMessage(found))
