/** Path of the claim schema, in this package and in a repository that `init` has set up. */
export const claimSchema = 'schemas/claim.schema.json'
