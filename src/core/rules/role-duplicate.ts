import {repeated} from '../repeated.ts'
import {type Rule, placeOf} from './rule.ts'

/** No two blocks have the same role. */
export const roleDuplicate: Rule = {
  code: 'ROLE_DUPLICATE',
  check: ({registry}) =>
    repeated(registry.blocks, ({claim}) => claim.role && comparable(claim.role)).map(
      ({first, again}) => ({
        span: placeOf(again, 'ROLE'),
        message: `Session ${first.claim.number} has the same role`,
        number: again.claim.number,
        related: [{span: placeOf(first, 'ROLE'), message: 'Here'}]
      })
    )
}

/** Without what a reader does not take for a difference. */
function comparable(role: string): string {
  return role
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s.]+/gu, ' ')
    .trim()
}
