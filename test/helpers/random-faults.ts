import {setTimeout as wait} from 'node:timers/promises'
import type {Choose, Fault} from './proxy/fault.ts'

/** What may befall a push; each as likely as the other. */
const pushFaults: readonly ((draw: (count: number) => number) => Fault)[] = [
  () => ({kind: 'lost-answer', by: 'fin'}),
  () => ({kind: 'lost-answer', by: 'rst'}),
  () => ({kind: 'lost-request', by: 'fin'}),
  () => ({kind: 'lost-request', by: 'rst'}),
  (draw) => ({kind: 'late', until: () => wait(draw(1500))}),
  (draw) => ({kind: 'delay', ms: draw(40)}),
  (draw) => ({kind: 'cut', of: 'pack', after: draw(30)}),
  (draw) => ({kind: 'cut', of: 'request', after: draw(150)}),
  (draw) => ({kind: 'hang', after: draw(150)})
]

/**
 * Draws what befalls each request: three pushes in ten, one fetch in twenty. After one push in fifty
 * the answer is lost, and the network is down for some requests more, so that nobody can look what
 * became of it.
 */
export function randomFaults(random: () => number): Choose {
  const draw = (count: number) => Math.floor(random() * count)
  let down = 0
  return ({isPush}) => {
    if (down > 0) {
      down--
      return {kind: 'cut', of: 'request', after: 0}
    }

    if (!isPush)
      return random() < 0.05 ? {kind: 'cut', of: 'request', after: draw(60)} : {kind: 'none'}
    if (random() < 0.02) {
      down = draw(40)
      return {kind: 'lost-answer', by: 'fin'}
    }

    const fault = random() < 0.3 ? pushFaults[draw(pushFaults.length)] : undefined
    return fault?.(draw) ?? {kind: 'none'}
  }
}
