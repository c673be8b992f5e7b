import {parentPort, workerData} from 'node:worker_threads'
import {type Search, search} from './search.ts'

void search(workerData as Search).then((found) => parentPort?.postMessage(found))
