/** Adds no compiler to a processor: what is written is made by `mdast-util-to-markdown` itself. */
// oxlint-disable-next-line import/no-default-export -- as the package has it
export default function remarkStringify(): void {
  // Nothing to add.
}
