import type {Block} from '../registry.ts'
import type {Rule} from './rule.ts'

/** A number has one block. */
export const numberDuplicate: Rule = {
  code: 'NUMBER_DUPLICATE',
  check({registry}) {
    const first = new Map<number, Block>()
    return registry.blocks.flatMap((block) => {
      const {number} = block.claim
      const earlier = first.get(number)
      if (!earlier) first.set(number, block)
      return earlier
        ? [
            {
              span: block.heading,
              message: `Number ${number} has another block`,
              number,
              related: [{span: earlier.heading, message: 'The first one'}]
            }
          ]
        : []
    })
  }
}
