import {type World, makeWorld} from '../helpers/world.ts'

/** Gives a world to what needs one, and takes it away at the end. */
export async function withWorld<T>(use: (world: World) => Promise<T>): Promise<T> {
  let end = async () => {}
  const world = await makeWorld({after: (last) => (end = last)})
  try {
    return await use(world)
  } finally {
    await end()
  }
}
