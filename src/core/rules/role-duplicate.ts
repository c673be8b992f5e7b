import type {Block} from '../registry.ts'
import {type Rule, placeOf} from './rule.ts'

/** No two blocks have the same role. */
export const roleDuplicate: Rule = {
  code: 'ROLE_DUPLICATE',
  check({registry}) {
    const first = new Map<string, Block>()
    return registry.blocks.flatMap((block) => {
      const {number, role} = block.claim
      if (role === undefined) return []
      const key = comparable(role)
      const earlier = first.get(key)
      if (!earlier) first.set(key, block)
      return earlier
        ? [
            {
              span: placeOf(block, 'ROLE'),
              message: `Session ${earlier.claim.number} has the same role`,
              number,
              related: [{span: placeOf(earlier, 'ROLE'), message: 'Here'}]
            }
          ]
        : []
    })
  }
}

/** Without what a reader does not take for a difference. */
function comparable(role: string): string {
  return role
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s.]+/gu, ' ')
    .trim()
}
