/**
 * Finds the last integer for which something holds that holds up to a point, by halving.
 *
 * @param low - for which it holds; it is not asked.
 * @param high - for which it does not; it is not asked. Nothing is, where there is no integer between.
 */
export function bisect(low: number, high: number, holds: (value: number) => boolean): number {
  let [holding, failing] = [low, high]
  while (failing - holding > 1) {
    const middle = Math.floor((holding + failing) / 2)
    if (holds(middle)) holding = middle
    else failing = middle
  }

  return holding
}
