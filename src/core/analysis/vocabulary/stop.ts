import {wordSet} from '../read.ts'

/** Words that start no noun phrase and end one. */
export const stopWords: ReadonlySet<string> = wordSet(
  "a about above across after against all also am among an and another any are around as at be been before being below between both but by can could did do does during each every for from had has have he her his how i if in instead into is it its itself may me might must my no nor not of off on once one's onto or our out over pm shall she should since so than that the their them then there these they this those through till to toward towards under until up upon us via was we were what when where whether which while who whom whose why will with within without would yet you your und oder et ou y por par pro per al antes avant bis con dans de del des du el en für im la las le les los mit para pour von zu"
)

/** Words before a noun that say which one is meant. */
export const determiners: ReadonlySet<string> = wordSet(
  'a all an any both each every her his its my our some that the their these this those your'
)

/** Words that put something in relation: what follows is no object of the verb. */
export const prepositions: ReadonlySet<string> = wordSet(
  'about across against among at by during for from in into of on onto per through to toward towards via with within without'
)
