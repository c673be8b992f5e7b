/**
 * Finds no file, for yargs, which reads the folder of the program for a `package.json` to guess a
 * version that it is told right after.
 */
// oxlint-disable-next-line import/no-default-export -- as the package has it
export default function escalade(): string | undefined {
  return undefined
}
