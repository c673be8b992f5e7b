const modulus = 2_147_483_647

/**
 * Makes a generator that draws the same from the same seed: Park and Miller's, with the multiplier
 * 48,271 (Communications of the ACM 36, 7).
 *
 * @param seed - a whole number; 0 counts as 1.
 * @returns numbers from 0 to 1, 1 excluded.
 */
export function randomFrom(seed: number): () => number {
  let state = Math.abs(seed) % modulus || 1
  return () => {
    state = (state * 48_271) % modulus
    return state / modulus
  }
}
